// What Docker tells of networks, parsed once where it enters.
import { parser } from '#main/engine/engine-json.ts';
import { z } from '#shared/contract/zod.ts';

const text = z.string().catch('');
const flag = z.boolean().catch(false);
/** Docker writes null for an empty map. */
const texts = z
  .record(z.string(), z.string().catch(''))
  .nullish()
  .transform((value) => value ?? {});

const listedNetwork = z.looseObject({
  Id: z.string().min(1),
  Name: z.string().min(1),
  Driver: text,
  Scope: text,
  /** RFC 3339. */
  Created: text,
  Internal: flag,
  Attachable: flag,
  EnableIPv6: flag,
  /** The network of a swarm's own load balancer. */
  Ingress: flag,
  /** Holds settings for others and no containers. */
  ConfigOnly: flag,
  IPAM: z
    .looseObject({
      Config: z
        .array(z.looseObject({ Subnet: text, Gateway: text, IPRange: text }))
        .nullish()
        .transform((value) => value ?? []),
    })
    .nullish(),
  /** Of running containers; empty in a list. */
  Containers: z
    .record(z.string(), z.looseObject({ Name: text }))
    .nullish()
    .transform((value) => value ?? {}),
  Options: texts,
  Labels: texts,
});
export type ListedNetwork = z.infer<typeof listedNetwork>;
export const parseNetwork = parser(listedNetwork);
export const parseNetworkList = parser(
  z
    .array(listedNetwork)
    .nullish()
    .transform((value) => value ?? []),
);
export const parseNetworkCreated = parser(z.object({ Id: z.string().min(1), Warning: text }));

/** Of a container's inspect: where it is, by the network's name. */
const endpoints = z.looseObject({
  NetworkSettings: z
    .looseObject({
      Networks: z
        .record(
          z.string(),
          z.looseObject({
            NetworkID: text,
            IPAddress: text,
            GlobalIPv6Address: text,
            MacAddress: text,
            Aliases: z
              .array(z.string())
              .nullish()
              .transform((value) => value ?? []),
          }),
        )
        .nullish()
        .transform((value) => value ?? {}),
    })
    .nullish(),
});
export const parseEndpoints = parser(endpoints.transform((value) => value.NetworkSettings?.Networks ?? {}));
export type Endpoint = ReturnType<typeof parseEndpoints>[string];
