// Serves the document, and answers every request that matches no route: API Gateway's $default route ends here.
import document from '../../docs/openapi.json' with { type: 'json' };
import { routesAt } from '../shared/base/path-template.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { handlerOf } from '../shared/http/routes.ts';
import { contract } from './contract.ts';

const routes = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.keys(methods).map((method) => ({ method: method.toUpperCase(), template })),
);

export const handler = handlerOf(
  contract,
  { openapi: async () => document },
  {
    refuse: ({ rawPath }) => {
      const methods = routesAt(routes, rawPath).map(({ method }) => method);
      if (methods.length === 0) return new Problem(problems.notFound);
      return new Problem(problems.methodNotAllowed, { headers: { allow: methods.join(', ') } });
    },
  },
);
