// From Docker's words to the contract's `Image` and `ImageLayer`.
import type { Image, ImageLayer } from '#shared/contract/images.ts';
import type { ImageHistoryEntry, ListedImage } from '#main/engine/image-json.ts';
import { type Insight, maskLabels, maskText } from '#main/engine/mask.ts';

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** `users`: ids of containers by the id of their image; `shared`: bytes by the id of an image, where they were asked for. */
export function imageOf(
  listed: ListedImage,
  users: ReadonlyMap<string, readonly string[]>,
  shared?: ReadonlyMap<string, number>,
): Image {
  return {
    id: listed.Id,
    tags: listed.RepoTags,
    digests: listed.RepoDigests,
    createdAt: timeOf(listed.Created),
    sizeBytes: listed.Size,
    sharedBytes: shared?.get(listed.Id) ?? null,
    containers: [...(users.get(listed.Id) ?? [])],
    labels: maskLabels(listed.Labels),
  };
}

export const layerOf = (entry: ImageHistoryEntry, insight: Insight): ImageLayer => ({
  id: entry.Id.startsWith('sha256:') ? entry.Id : null,
  createdAt: timeOf(entry.Created),
  createdBy: maskText(entry.CreatedBy, insight),
  sizeBytes: entry.Size,
  tags: entry.Tags,
  comment: entry.Comment,
});
