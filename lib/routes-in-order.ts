// Creates and changes the routes of a stack one after the other: API Gateway refuses concurrent changes of one API.
import { type IAspect, Stack } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';

export const routesInOrder: IAspect = {
  visit(node) {
    if (!(node instanceof Stack)) return;
    const routes = node.node.findAll().filter((one) => one instanceof CfnRoute);
    for (const [i, route] of routes.entries()) if (i > 0) route.addResourceDependency(routes[i - 1] as CfnRoute);
  },
};
