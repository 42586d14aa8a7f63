import { safeStorage } from 'electron/main';
import type { SecretSeal } from '#main/security/secrets.ts';

/** On Linux without a keyring Electron "encrypts" under a word that everybody knows: no better than a file, and it looks it. */
const NO_KEYRING = new Set(['basic_text', 'unknown']);

/** The system's keyring for the program's secrets; undefined where there is none, and they stay files for their owner alone. */
export function keyring(): SecretSeal | undefined {
  if (process.platform === 'linux' && NO_KEYRING.has(safeStorage.getSelectedStorageBackend())) return undefined;
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  // The calls that wait for the keyring are the only ones in Electron 46; the runtime of the tests has the others.
  const hasAsync = typeof safeStorage.encryptStringAsync === 'function';
  return {
    seal: async (text) => {
      const sealed = hasAsync ? await safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text);
      return sealed.toString('base64');
    },
    open: async (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      return hasAsync ? (await safeStorage.decryptStringAsync(bytes)).result : safeStorage.decryptString(bytes);
    },
  };
}
