import { userName } from '#shared/contract/users.ts';

/** Why a name cannot be taken, in the words of the contract; undefined when it can. */
export const nameFault = (name: string): string | undefined => userName.safeParse(name).error?.issues[0]?.message;
