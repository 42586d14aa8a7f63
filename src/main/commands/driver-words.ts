import { isSecretName } from '#shared/format/secret-name.ts';

interface Driven {
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * How a volume or network is made, as the docker command takes it. Values of options are left out: those of a mount hold
 * passwords, and who may read the jobs may not read them.
 */
export const driverWords = ({ driver, options, labels }: Driven): string[] => [
  ...(driver === 'local' || driver === 'bridge' ? [] : ['--driver', driver]),
  ...Object.keys(options).flatMap((name) => ['--opt', `${name}=…`]),
  ...Object.entries(labels).flatMap(([name, value]) => [
    '--label',
    value === '' ? name : `${name}=${isSecretName(name) ? '…' : value}`,
  ]),
];
