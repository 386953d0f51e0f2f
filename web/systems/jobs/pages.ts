// The jobs' pages.
import { JobView } from './job-view.tsx';
import { JobsView } from './jobs-view.tsx';

export const pages = { jobs: JobsView, job: JobView };
