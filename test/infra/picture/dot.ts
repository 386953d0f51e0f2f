// The pictures as Graphviz sources: the whole application with one box per system, and the parts of each system.
import { functionsOf } from '../shape.ts';
import { resources, type Templates } from '../synth.ts';
import { BUS, CLOCK, type Flow, type FlowKind, systemOf } from './flows.ts';

const INK = '#1f2933';
const PAPER = '#ffffff';

const edgeStyles: Readonly<Record<FlowKind, string>> = {
  http: 'color="#1f2933"',
  event: 'color="#b45309", fontcolor="#92400e"',
  queue: 'color="#be185d"',
  stream: 'color="#7c3aed"',
  call: 'color="#0f766e", style=bold',
  write: 'color="#64748b"',
  read: 'color="#64748b", style=dashed',
  schedule: 'color="#64748b", style=dotted',
};

interface Look {
  readonly shape: string;
  readonly fill: string;
  readonly says: string;
}
const looks: Readonly<Record<string, Look>> = {
  'AWS::Lambda::Function': { shape: 'box', fill: '#fde8d7', says: 'function' },
  'AWS::DynamoDB::Table': { shape: 'cylinder', fill: '#dbe7fb', says: 'table' },
  'AWS::S3::Bucket': { shape: 'folder', fill: '#dcf3e3', says: 'bucket' },
  'AWS::SQS::Queue': { shape: 'cds', fill: '#fbdfee', says: 'queue' },
  'AWS::Kinesis::Stream': { shape: 'cds', fill: '#e9e0fb', says: 'stream' },
  'AWS::StepFunctions::StateMachine': { shape: 'component', fill: '#d5f2ef', says: 'state machine' },
  'AWS::Cognito::UserPool': { shape: 'box', fill: '#fbdada', says: 'user pool' },
};

const quoted = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;
const node = (id: string, label: string, shape: string, fill: string): string =>
  `${quoted(id)} [label=${quoted(label)}, shape=${shape}, fillcolor="${fill}"];`;
const edge = (from: string, to: string, kind: FlowKind, label = '', more = ''): string =>
  `${quoted(from)} -> ${quoted(to)} [${edgeStyles[kind]}${label && `, label=${quoted(label)}`}${more}];`;

const graph = (title: string, direction: 'LR' | 'TB', lines: readonly string[]): string =>
  [
    'digraph {',
    `graph [rankdir=${direction}, compound=true, bgcolor="${PAPER}", fontname="Helvetica", fontsize=14, fontcolor="${INK}", label=${quoted(title)}, labelloc=t, nodesep=0.25, ranksep=0.6, pad=0.3];`,
    `node [style=filled, fontname="Helvetica", fontsize=11, fontcolor="${INK}", color="#94a3b8", margin="0.18,0.08"];`,
    `edge [fontname="Helvetica", fontsize=9, fontcolor="${INK}", arrowsize=0.7];`,
    ...lines,
    '}',
  ].join('\n');

/** `OrderPlaced` of `OrderPlaced.v1`, one name per line. */
const eventNames = (label: string): string => label.replaceAll(/\.v\d+/g, '').replaceAll(', ', '\\n');
const emitterOf = (from: string): string | undefined => /^platform\/Bus system-design\.(\w+)$/.exec(from)?.[1];

const many = (count: number, of: string): string => `${count} ${of}${count === 1 ? '' : of.endsWith('h') ? 'es' : 's'}`;

/** The parts of a system, in two lines. */
function contentsOf(templates: Templates, system: string, routes: number): string {
  const count = (type: string): number =>
    resources(templates, type).filter(
      ({ name }) => systemOf(name) === system && !/\/(?:Parked|Guard|Events|Revocations)$/.test(name),
    ).length;
  const parts = ['AWS::Lambda::Function', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Kinesis::Stream'].flatMap(
    (type) => (count(type) > 0 ? [many(count(type), looks[type]?.says ?? '')] : []),
  );
  const machines = count('AWS::StepFunctions::StateMachine');
  const first = [...(routes > 0 ? [many(routes, 'route')] : []), ...parts.slice(0, 1)];
  const rest = [...parts.slice(1), ...(machines > 0 ? [many(machines, 'state machine')] : [])];
  return [first.join(', '), rest.join(', ')].filter((line) => line !== '').join('\\n');
}

const INFRASTRUCTURE: readonly string[] = ['platform', 'edge'];

export const systemsOf = (templates: Templates): string[] =>
  [...new Set(functionsOf(templates).map(({ name }) => systemOf(name)))]
    .filter((system) => !INFRASTRUCTURE.includes(system))
    .sort();

/** One box per system. Arrows are events over the bus, calls, and reads of what another system publishes. */
export function overviewOf(templates: Templates, flows: readonly Flow[]): string {
  const systems = systemsOf(templates);
  const routes = (system: string): number =>
    flows
      .filter(({ kind, to }) => kind === 'http' && systemOf(to) === system)
      .reduce((sum, { label = '' }) => sum + Number.parseInt(label, 10), 0);
  const arrows = new Map<string, { from: string; to: string; kind: FlowKind; labels: Set<string> }>();
  for (const { from, to, kind, label = '' } of flows) {
    const emitter = emitterOf(from) ?? systemOf(from);
    const taker = systemOf(to);
    if (emitter === taker || !systems.includes(emitter) || !systems.includes(taker)) continue;
    const key = `${emitter} ${taker} ${kind}`;
    const arrow = arrows.get(key) ?? { from: emitter, to: taker, kind, labels: new Set() };
    for (const name of label.split(', ')) arrow.labels.add(name);
    arrows.set(key, arrow);
  }
  return graph('Every system owns its tables; what crosses is HTTP, events and calls', 'LR', [
    node('client', 'browser, curl', 'plaintext', PAPER),
    node('cdn', 'CloudFront', 'box', '#e2e8f0'),
    node('http-api', 'HTTP API\\ntokens, routes', 'box', '#e2e8f0'),
    edge('client', 'cdn', 'http'),
    edge('cdn', 'http-api', 'http', '/api/*, /{code}'),
    'subgraph cluster_systems { style=rounded; color="#cbd5e1"; label="";',
    ...systems.map((system) =>
      node(system, `${system}\\n${contentsOf(templates, system, routes(system))}`, 'box', '#fde8d7'),
    ),
    '}',
    ...systems
      .filter((system) => ![...arrows.values()].some(({ to }) => to === system))
      .map((system) => edge('http-api', system, 'http', '', ', color="#cbd5e1", arrowhead=none')),
    ...[...arrows.values()].map(({ from, to, kind, labels }) =>
      edge(from, to, kind, eventNames([...labels].join(', '))),
    ),
  ]);
}

const shortName = (name: string, system: string): string => {
  const last =
    name
      .split('/')
      .filter((part) => part !== 'Bucket')
      .at(-1) ?? name;
  return last === 'Queue' ? `${shortName(name.replace(/\/Queue$/, ''), system)} queue` : last.replace(`${system}-`, '');
};

/** All parts of one system; each other system is a plain box. */
export function pictureOf(templates: Templates, flows: readonly Flow[], system: string): string {
  const types = new Map(resources(templates).map(({ name, type }) => [name, type]));
  const isOwn = (name: string): boolean => systemOf(name) === system && types.has(name);
  const nodes = new Map<string, string>();
  const end = (name: string): string => {
    if (isOwn(name)) {
      const look = looks[types.get(name) ?? ''] ?? { shape: 'box', fill: PAPER, says: '' };
      const label = name.endsWith('/Outbox/Events') ? 'outbox' : shortName(name, system);
      nodes.set(name, node(name, label, look.shape, look.fill));
      return name;
    }
    const outside =
      name === BUS
        ? 'event bus'
        : (emitterOf(name) ?? (INFRASTRUCTURE.includes(systemOf(name)) ? name : systemOf(name)));
    nodes.set(
      outside,
      node(outside, outside, outside === CLOCK ? 'plaintext' : 'box', outside === CLOCK ? PAPER : '#e2e8f0'),
    );
    return outside;
  };
  const touching = flows.filter(({ from, to }) => isOwn(from) || isOwn(to));
  const edges = touching.map(({ from, to, kind, label = '' }: Flow) =>
    edge(end(from), end(to), kind, kind === 'event' ? eventNames(label) : label),
  );
  return graph(system, 'LR', [...[...nodes.values()].sort(), ...new Set(edges)]);
}
