// What Docker tells of images, parsed once where it enters.
import { z } from '#shared/contract/zod.ts';
import { parser } from '#main/engine/engine-json.ts';

const text = z.string().catch('');
const count = z.number().catch(0);
/** Docker writes null for an empty list or map. */
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

/** Names of what has none. */
const NONE = '<none>';

const listedImage = z.object({
  Id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  RepoTags: texts.transform((tags) => tags.filter((tag) => !tag.includes(NONE))),
  RepoDigests: texts.transform((digests) => digests.filter((digest) => !digest.includes(NONE))),
  /** Seconds since 1970. */
  Created: count,
  Size: count,
  Labels: z
    .record(z.string(), z.string().catch(''))
    .nullish()
    .transform((value) => value ?? {}),
});
export type ListedImage = z.infer<typeof listedImage>;
export const parseImageList = parser(z.array(listedImage));

const inspectedImage = z.looseObject({ Id: z.string(), RepoTags: texts, Size: count, Created: text });
export type InspectedImage = z.infer<typeof inspectedImage>;
export const parseImageInspect = parser(inspectedImage);

const historyEntry = z.object({
  /** `<missing>` where it is no image of its own here. */
  Id: text,
  Created: count,
  CreatedBy: text,
  Tags: texts,
  Size: count,
  Comment: text,
});
export type ImageHistoryEntry = z.infer<typeof historyEntry>;
export const parseImageHistory = parser(z.array(historyEntry));

export const parseImageRemoved = parser(
  z
    .array(z.object({ Untagged: z.string().optional(), Deleted: z.string().optional() }))
    .nullish()
    .transform((value) => value ?? []),
);

const progressLine = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  stream: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
  error: z.string().optional(),
  errorDetail: z.object({ code: z.number().optional(), message: z.string().optional() }).nullish(),
});

/** One line of what Docker tells of a pull, push, load or build. */
export interface ImageProgress {
  /** A layer's short id, a tag; absent for what is said of the whole. */
  readonly id?: string;
  /** "Downloading"; with what a build prints: absent. */
  readonly status?: string;
  /** What a build prints, with its line ends. */
  readonly stream?: string;
  readonly currentBytes?: number;
  readonly totalBytes?: number;
  /** The last one, where it failed. */
  readonly error?: string;
}

/** Undefined for what cannot be read, so that one odd line does not end it all. */
export function parseImageProgress(line: string): ImageProgress | undefined {
  try {
    const { id, status, stream, progressDetail, error, errorDetail } = progressLine.parse(JSON.parse(line));
    const failure = errorDetail?.message ?? error;
    return {
      ...(id !== undefined && { id }),
      ...(status !== undefined && { status }),
      ...(stream !== undefined && { stream }),
      ...(progressDetail?.current !== undefined && { currentBytes: progressDetail.current }),
      ...(progressDetail?.total !== undefined && progressDetail.total > 0 && { totalBytes: progressDetail.total }),
      ...(failure !== undefined && { error: failure }),
    };
  } catch {
    return undefined;
  }
}

/** The ids; null for none. */
export const parseCacheRemoved = parser(
  z.object({ CachesDeleted: z.array(z.string()).nullish() }).transform(({ CachesDeleted }) => CachesDeleted ?? []),
);
