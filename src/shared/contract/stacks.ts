import { CONTAINER_REF, containerId, engineName, engineOnly, errorShape, time } from '#shared/contract/common.ts';
import { channel, command } from '#shared/contract/define.ts';
import { JOB_STATUSES, jobId } from '#shared/contract/jobs.ts';
import { PRUNE_TIMEOUT_MS, pruneItem, pruneParams, pruneResult } from '#shared/contract/prune.ts';
import { z } from '#shared/contract/zod.ts';

/** As compose takes them: other tools see the project under the same name. */
const NEW_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
/** Why a text is no name of a stack; undefined where it is one. */
export const stackNameFault = (text: string): string | undefined =>
  NEW_NAME.test(text)
    ? undefined
    : 'A stack is named by up to 63 small letters, digits, "_" and "-", beginning with a letter or digit.';

const newStackName = z.string().superRefine((text, context) => {
  const fault = stackNameFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});
/** One that was found may be named by anything that Docker takes. */
export const stackRef = z
  .string()
  .max(200)
  .regex(CONTAINER_REF, 'A stack is named by letters, digits, "_", "." and "-", beginning with a letter or digit.');

export const SERVICE_STATUSES = ['running', 'starting', 'unhealthy', 'restarting', 'paused', 'stopped'] as const;
export const serviceStatus = z.object({
  stack: z.string(),
  service: z.string(),
  status: z.enum(SERVICE_STATUSES),
  /** Containers that run, of those that there should be; what ran to its end, as it should, is wanted no more. */
  running: z.number(),
  wanted: z.number(),
  time,
});
export type ServiceStatus = z.infer<typeof serviceStatus>;
export const serviceChange = z.union([
  serviceStatus,
  z.object({ stack: z.string(), service: z.string(), removed: z.literal(true) }),
]);
export type ServiceChange = z.infer<typeof serviceChange>;

/** Where something in a compose file is wrong. Lines and columns count from 1; `file` is absent for the compose text itself. */
export const stackProblem = z.object({
  line: z.number(),
  column: z.number(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Where it ends, for underlining; the end is not part of it. */
  endLine: z.number().optional(),
  endColumn: z.number().optional(),
  file: z.string().optional(),
});
export type StackProblem = z.infer<typeof stackProblem>;

/** Found by labels of containers, kept here as a target, or both. */
export const STACK_SOURCES = ['labels', 'target', 'both'] as const;

/** How the containers differ from the target; null where there is no target, or it was not looked at yet. */
export const stackDrift = z.object({
  differs: z.boolean(),
  /** What an apply would do, in sentences; at most 20. */
  reasons: z.array(z.string()),
});

export const stack = z.object({
  name: z.string(),
  source: z.enum(STACK_SOURCES),
  services: z.array(serviceStatus),
  /** Containers of all services. */
  running: z.number(),
  wanted: z.number(),
  drift: stackDrift.nullable(),
  /** Problems of the target that forbid an apply. */
  errors: z.number(),
  lastAppliedAt: time.nullable(),
  /** The target was changed after it was last applied. */
  isChanged: z.boolean(),
  /** The job that applies it now. */
  job: jobId.nullable(),
  /** An apply broke off: with Quayside itself, or by a failure. */
  isUnfinished: z.boolean(),
  /** Where its relative paths begin, as the labels or the target have it. */
  folder: z.string().nullable(),
  /** The compose files that its labels name. */
  configFiles: z.array(z.string()),
});
export type Stack = z.infer<typeof stack>;

const files = z.record(
  z
    .string()
    .min(1)
    .max(300)
    .regex(
      /^(?!\/)(?!(.*\/)?\.\.(\/|$))[^\\\0]+$/,
      'A file of a stack has a relative path that stays inside of its folder.',
    ),
  z.string().max(500_000),
);

/** A target as it was set. Values are hidden from who may not set one: then `isMasked`, and `files` holds empty texts. */
export const stackTarget = z.object({
  version: z.number(),
  compose: z.string(),
  env: z.string(),
  files: z.record(z.string(), z.string()),
  folder: z.string().nullable(),
  setAt: time,
  setBy: z.string(),
  isMasked: z.boolean(),
});
export type StackTarget = z.infer<typeof stackTarget>;

/** Who does what a plan says: Quayside itself, or the compose plugin of the docker CLI. */
export const APPLIERS = ['quayside', 'compose'] as const;
export type Applier = (typeof APPLIERS)[number];

export const HISTORY_RESULTS = ['running', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export const stackHistoryEntry = z.object({
  entry: z.number(),
  /** Of the target that was applied. */
  version: z.number(),
  startedAt: time,
  endedAt: time.nullable(),
  by: z.string(),
  result: z.enum(HISTORY_RESULTS),
  /** What it did, in a sentence: "Created 1, recreated 2." */
  summary: z.string(),
  error: z.string().optional(),
  /** "docker compose 2.24.5", where Quayside did not do it itself. */
  appliedWith: z.string().optional(),
});
export type StackHistoryEntry = z.infer<typeof stackHistoryEntry>;

/** A service as the target describes it and as it is. */
export const stackService = z.object({
  service: z.string(),
  status: serviceStatus,
  image: z.string().nullable(),
  isBuilt: z.boolean(),
  /** Not part of what is wanted: none of its profiles is active. */
  isInactive: z.boolean(),
  profiles: z.array(z.string()),
  dependsOn: z.array(z.object({ service: z.string(), condition: z.string() })),
  ports: z.array(z.string()),
  containers: z.array(z.object({ container: containerId, name: z.string(), number: z.number() })),
});
export type StackService = z.infer<typeof stackService>;

export const PLAN_ACTIONS = ['create', 'recreate', 'start', 'stop', 'remove', 'unchanged'] as const;
export const planAction = z.object({
  service: z.string(),
  /** Absent for one that is yet to be made. */
  container: containerId.optional(),
  /** The name that it has or gets. */
  name: z.string(),
  action: z.enum(PLAN_ACTIONS),
  reason: z.string(),
  /** It would go although it is protected: the plan is refused until the protection is taken off. */
  isProtected: z.boolean().optional(),
  /** Which keys of its service changed, for recreate; values of variables are never among them. */
  changes: z.array(z.object({ key: z.string(), from: z.string(), to: z.string() })).optional(),
});
export type PlanAction = z.infer<typeof planAction>;
export const planResource = z.object({
  kind: z.enum(['network', 'volume', 'image']),
  name: z.string(),
  action: z.enum(['create', 'pull', 'build', 'unchanged']),
  reason: z.string(),
});
export type PlanResource = z.infer<typeof planResource>;

export const DEPLOY_STAGES = [
  'plan',
  'image',
  'network',
  'volume',
  'create',
  'start',
  'health',
  'stop',
  'remove',
  'rollback',
  'engine',
  'done',
] as const;
/** One step of an apply. `progress` 0 to 1 of the whole. */
export const deployProgress = z.object({
  job: jobId,
  stack: z.string(),
  stage: z.enum(DEPLOY_STAGES),
  service: z.string().optional(),
  progress: z.number().nullable(),
  message: z.string(),
  status: z.enum(JOB_STATUSES),
  error: errorShape.optional(),
  time,
});
export type DeployLine = z.infer<typeof deployProgress>;

export const stackChannels = {
  'service:status': channel({
    kind: 'state',
    role: 'viewer',
    params: z.object({ engine: engineName, stack: stackRef.optional() }).strict(),
    item: serviceChange,
    whole: z.object({ services: z.array(serviceStatus) }),
    summary: 'What each service of the stacks does and how many of its containers run; driven by events.',
  }),
  stacks: channel({
    kind: 'state',
    role: 'viewer',
    params: engineOnly,
    item: z.union([z.object({ upsert: z.array(stack) }), z.object({ remove: z.array(z.string()) })]),
    whole: z.object({ stacks: z.array(stack) }),
    summary: 'The stacks, found by labels or kept as targets, and whether they differ from their targets.',
  }),
  'deploy:progress': channel({
    kind: 'log',
    role: 'viewer',
    params: z.object({ job: jobId.optional() }).strict(),
    item: deployProgress,
    lingerMs: 0,
    replay: 2000,
    summary: 'What applies of stacks do, service by service; of one job, or of all that run or ended within 10 min.',
  }),
};

const one = z.object({ engine: engineName, name: stackRef }).strict();
const some = z.object({ ...one.shape, services: z.array(z.string().max(200)).max(500).optional() }).strict();
/** A dialog may stay open as long. */
const ASKED_MS = 600_000;
/** Each has its grace, and they go one after the other where they depend on each other. */
const ACTS_TIMEOUT_MS = 300_000;
const acted = z.object({
  /** Ids of the containers that it was done to; those that needed nothing are left out. */
  containers: z.array(containerId),
  failed: z.array(z.object({ container: containerId, name: z.string(), error: errorShape })),
});

export const stackCommands = {
  'stacks.list': command({
    role: 'viewer',
    params: engineOnly,
    result: z.object({ stacks: z.array(stack) }),
    summary: 'The stacks as the channel holds them.',
  }),
  'stacks.get': command({
    role: 'viewer',
    params: one,
    result: z.object({
      stack,
      services: z.array(stackService),
      target: stackTarget.nullable(),
      problems: z.array(stackProblem),
      /** Newest first. */
      history: z.array(stackHistoryEntry),
      /** As it was chosen for the last apply. */
      appliesWith: z.enum(APPLIERS).optional(),
    }),
    summary: 'A stack with its services, its target, what is wrong with that, and what was applied before.',
  }),
  'stacks.check': command({
    // What is wrong is told with the values that the kept variables have: a text may be made to ask for each of them.
    role: 'admin',
    params: z
      .object({
        engine: engineName,
        name: newStackName,
        compose: z.string().max(500_000),
        env: z.string().max(200_000).optional(),
        files: files.optional(),
      })
      .strict(),
    result: z.object({ problems: z.array(stackProblem) }),
    isNoted: () => false,
    summary: 'Reads a compose text and says what is wrong with it, line by line; keeps nothing.',
  }),
  'stacks.set': command({
    role: 'admin',
    params: z
      .object({
        engine: engineName,
        name: newStackName,
        compose: z.string().max(500_000),
        /** The text of an `.env` file, or its variables. Left out: what is kept stays. */
        env: z
          .union([
            z.string().max(200_000),
            z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'A variable is named by letters, digits and "_".'), z.string()),
          ])
          .optional(),
        /** What the compose text refers to, by relative paths; `compose.override.yaml` is merged into it. Left out: stays. */
        files: files.optional(),
        /** Where relative paths of bind mounts and builds begin, on the engine's machine; null: a folder of Quayside's own. */
        folder: z.string().max(4096).regex(/^\//, 'The folder is a whole path, beginning with "/".').nullish(),
        /** The version that was edited: another one in between is `conflict`. */
        version: z.number().int().optional(),
      })
      .strict(),
    result: z.object({ name: z.string(), version: z.number(), problems: z.array(stackProblem) }),
    acts: true,
    summary: 'Keeps a target; nothing runs. One with problems is kept too, and cannot be applied.',
  }),
  'stacks.found': command({
    role: 'admin',
    params: one,
    result: z.object({
      compose: z.string(),
      env: z.string(),
      files: z.record(z.string(), z.string()),
      folder: z.string().nullable(),
      /** `files`: read from the compose files that the labels name; `containers`: written from what runs. */
      from: z.enum(['files', 'containers']),
    }),
    isNoted: () => true,
    timeoutMs: 15_000,
    summary: 'A first target for a project that another tool made: its compose files where they can be read.',
  }),
  'stacks.chooseFolder': command({
    role: 'local',
    params: z.object({}).strict(),
    result: z.object({
      /** Null: none was chosen. */
      folder: z.string().nullable(),
      compose: z.string(),
      env: z.string(),
      files: z.record(z.string(), z.string()),
    }),
    timeoutMs: ASKED_MS,
    summary:
      'Asks the owner of this computer for a folder with a compose file, and reads that, its override and `.env`.',
  }),
  'stacks.plan': command({
    role: 'viewer',
    params: z.object({ ...one.shape, removeOrphans: z.boolean().default(true) }).strict(),
    result: z.object({
      plan: z.string(),
      version: z.number(),
      actions: z.array(planAction),
      resources: z.array(planResource),
      /** Whether anything is to be done. */
      isEmpty: z.boolean(),
    }),
    timeoutMs: 20_000,
    summary:
      'What an apply would do, container by container; nothing is touched. `bad_request` for a target with errors.',
  }),
  'stacks.apply': command({
    role: 'admin',
    params: z.object({ ...one.shape, plan: z.string().max(40), with: z.enum(APPLIERS).optional() }).strict(),
    result: z.object({ job: jobId }),
    acts: true,
    timeoutMs: 20_000,
    summary:
      'Does what the plan says, or has docker compose do it (`with`, decided by itself then). `conflict`: plan_stale where target or containers are others by now, taken while another apply of the stack runs.',
  }),
  'stacks.appliers': command({
    role: 'admin',
    params: engineOnly,
    result: z.object({ compose: z.object({ version: z.string() }).nullable() }),
    isNoted: () => false,
    timeoutMs: 15_000,
    summary:
      'What else than Quayside could apply a plan: the compose plugin of the docker CLI, null where there is none.',
  }),
  'stacks.return': command({
    role: 'admin',
    params: z.object({ ...one.shape, version: z.number().int().positive() }).strict(),
    result: z.object({ version: z.number(), problems: z.array(stackProblem) }),
    acts: true,
    summary: 'Makes an earlier target the target again; nothing runs.',
  }),
  'stacks.version': command({
    role: 'viewer',
    params: z.object({ ...one.shape, version: z.number().int().positive() }).strict(),
    result: z.object({ target: stackTarget }),
    summary: 'An earlier target, to be compared with another.',
  }),
  'stacks.start': command({
    role: 'operator',
    params: some,
    result: acted,
    acts: true,
    timeoutMs: ACTS_TIMEOUT_MS,
    summary: 'Starts the containers of a stack that do not run, in the order in which they depend on each other.',
  }),
  'stacks.stop': command({
    role: 'operator',
    params: some,
    result: acted,
    acts: true,
    timeoutMs: ACTS_TIMEOUT_MS,
    summary: 'Stops the containers of a stack, those first that others do not depend on.',
  }),
  'stacks.restart': command({
    role: 'operator',
    params: some,
    result: acted,
    acts: true,
    timeoutMs: ACTS_TIMEOUT_MS,
    summary: 'Restarts the containers of a stack that run, in the order in which they depend on each other.',
  }),
  'stacks.removePlan': command({
    role: 'viewer',
    params: one,
    result: z.object({
      plan: z.string(),
      items: z.array(z.object({ ...pruneItem.shape, kind: z.enum(['container', 'network', 'volume', 'target']) })),
      bytes: z.number(),
    }),
    timeoutMs: PRUNE_TIMEOUT_MS,
    summary: 'All that belongs to a stack: containers, networks, volumes and the target; nothing is touched.',
  }),
  'stacks.remove': command({
    role: 'admin',
    params: z.object({ ...pruneParams.shape, name: stackRef }).strict(),
    result: pruneResult,
    acts: true,
    timeoutMs: ACTS_TIMEOUT_MS,
    summary: 'Removes what the plan held (`only`: these of it): volumes only where `only` names them.',
  }),
};
