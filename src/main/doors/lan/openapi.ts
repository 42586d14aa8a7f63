import { type CommandDef, type ZodType } from '#shared/contract/define.ts';
import { channels, commands } from '#shared/contract/index.ts';
import { z } from '#shared/contract/zod.ts';
import { ERROR_CODES, ERROR_REASONS, ERROR_STATUS } from '#shared/protocol/errors.ts';
import { authBodies } from '#main/doors/lan/auth-routes.ts';

type Json = Record<string, unknown>;

const jsonSchema = (schema: ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
};
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const ERROR = { $ref: '#/components/responses/Error' };
const answers = (schema: Json, description = 'Done'): Json => ({
  '200': { description, ...json(schema) },
  default: ERROR,
});

const rightsOf = (def: { role: string; needsNetworkSwitch?: boolean }): string =>
  `Role: ${def.role}${def.needsNetworkSwitch ? ', and "Allow from the network" has to be on' : ''}.`;

/** All that the server does over HTTP, made from the contract: nothing here is written by hand twice. */
export function openApi(version: string): Json {
  const paths: Json = {
    '/healthz': {
      get: operation(
        'Whether the program runs and Docker can be used. Needs no token.',
        'system',
        answers({ type: 'object' }),
        [],
      ),
    },
    '/metrics': {
      get: operation('For Prometheus, as text.', 'system', { '200': { description: 'Metrics' }, default: ERROR }),
    },
    '/api/v1/connections': {
      get: operation(
        `Who is connected and what is streamed. ${rightsOf(commands['connections.list'])}`,
        'system',
        answers(jsonSchema(commands['connections.list'].result, 'output')),
      ),
    },
    '/api/v1/transfer/{ticket}': {
      get: {
        ...operation('Fetches the bytes that a command has ready; good once, for 60 s.', 'system', {
          '200': { description: 'The bytes' },
          default: ERROR,
        }),
        parameters: [ticket],
      },
      put: {
        ...operation(
          'Sends the bytes that a command waits for; good once, for 60 s.',
          'system',
          answers({ type: 'object' }),
        ),
        parameters: [ticket],
      },
    },
  };
  for (const [name, body] of Object.entries(authBodies))
    paths[`/api/v1/auth/${name}`] = {
      post: {
        ...operation(
          AUTH_WORDS[name as keyof typeof authBodies],
          'auth',
          answers({ type: 'object' }),
          name === 'logout' ? undefined : [],
        ),
        requestBody: { required: true, ...json(jsonSchema(body, 'input')) },
      },
    };
  for (const [name, def] of Object.entries(commands) as [string, CommandDef][])
    paths[`/api/v1/call/${name}`] = {
      post: {
        ...operation(
          `${def.summary} ${rightsOf(def)}`,
          'commands',
          answers({ type: 'object', properties: { result: jsonSchema(def.result, 'output') }, required: ['result'] }),
        ),
        requestBody: { required: true, ...json(jsonSchema(def.params, 'input')) },
      },
    };
  for (const [name, def] of Object.entries(channels))
    paths[`/api/v1/poll/${name}`] = {
      get: {
        ...operation(`${def.summary} ${rightsOf(def)}`, 'channels', answers(pollAnswer(def))),
        parameters: pollParameters(def),
      },
    };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Quayside',
      version,
      description: 'Local Docker over HTTP. Streams come over Socket.io as well: path /socket.io, auth {token}.',
    },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: { Error: { description: 'What went wrong, and what to do', ...json(errorSchema) } },
    },
    security: [{ token: [] }],
  };
}

const AUTH_WORDS: Readonly<Record<keyof typeof authBodies, string>> = {
  login: 'Signs in with a name and a password. With "cookie" the refresh token stays in an HttpOnly cookie.',
  pair: 'Signs a device in with a pairing code; 202 while the owner is asked.',
  refresh: 'A new access token and a new refresh token for the last one.',
  logout: 'Ends this sign-in and what it has open.',
};

const ticket = { name: 'ticket', in: 'path', required: true, schema: { type: 'string' } };

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { enum: ERROR_CODES, description: ERROR_CODES.map((code) => `${code} ${ERROR_STATUS[code]}`).join(', ') },
        message: { type: 'string' },
        hint: { type: 'string' },
        field: { type: 'string' },
        reason: { enum: [...ERROR_REASONS] },
        retryAfterMs: { type: 'number' },
        id: { type: 'string' },
      },
    },
  },
};

function operation(summary: string, tag: string, responses: Json, security?: unknown[]): Json {
  return { summary, tags: [tag], responses, ...(security && { security }) };
}

function pollAnswer({ item, whole }: { item: ZodType; whole: ZodType }): Json {
  return {
    type: 'object',
    required: ['epoch', 'next', 'items'],
    properties: {
      epoch: { type: 'string' },
      next: { type: 'integer', description: 'Give it back as since_seq.' },
      items: {
        type: 'array',
        items:
          item === whole
            ? jsonSchema(item, 'output')
            : { anyOf: [jsonSchema(item, 'output'), jsonSchema(whole, 'output')] },
      },
      whole: { const: true, description: 'The one item is the whole value.' },
      dropped: { type: ['integer', 'null'], description: 'So many were missed before these.' },
      status: { type: 'string' },
      end: { type: 'object' },
    },
  };
}

function pollParameters(def: { params: ZodType; view: ZodType }): Json[] {
  const fixed = [
    { name: 'since_epoch', in: 'query', schema: { type: 'string' } },
    { name: 'since_seq', in: 'query', schema: { type: 'integer', minimum: 0 } },
    {
      name: 'wait',
      in: 'query',
      schema: { type: 'number', minimum: 0, maximum: 25 },
      description: 'Seconds to wait for the first item.',
    },
  ];
  return [...fieldsOf(jsonSchema(def.params, 'input')), ...fieldsOf(jsonSchema(def.view, 'input')), ...fixed];
}

/** A field that each of several forms has is needed; one that only some have is not. */
function fieldsOf(schema: Json): Json[] {
  const forms = (schema['anyOf'] as Json[] | undefined) ?? [schema];
  const found = new Map<string, Json>();
  for (const { properties, required } of forms) {
    for (const [name, field] of Object.entries((properties as Json | undefined) ?? {})) {
      const isNeeded = forms.length === 1 && Array.isArray(required) && required.includes(name);
      found.set(name, { name, in: 'query', required: isNeeded, schema: field });
    }
  }
  return [...found.values()];
}
