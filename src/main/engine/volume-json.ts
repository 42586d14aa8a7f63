// What Docker tells of volumes, parsed once where it enters.
import { z } from '#shared/contract/zod.ts';
import { parser } from '#main/engine/engine-json.ts';

const text = z.string().catch('');
/** Docker writes null for an empty map. */
const texts = z
  .record(z.string(), z.string().catch(''))
  .nullish()
  .transform((value) => value ?? {});

const listedVolume = z.looseObject({
  Name: z.string().min(1),
  Driver: text,
  Mountpoint: text,
  Scope: text,
  /** RFC 3339; a driver need not say. */
  CreatedAt: text,
  Labels: texts,
  Options: texts,
});
export type ListedVolume = z.infer<typeof listedVolume>;
export const parseVolume = parser(listedVolume);

/** In parts that no driver could tell (`Warnings`) it says why in the list; what it could list is there. */
export const parseVolumeList = parser(
  z.object({
    Volumes: z
      .array(listedVolume)
      .nullish()
      .transform((value) => value ?? []),
  }),
);
