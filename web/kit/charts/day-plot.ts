// The drawing behind the chart of days: a separate bundle, loaded when a user opens a page with such a chart.
import UPlot from 'uplot';
import type { DayCount } from './days.ts';

const height = 180;

/** Draws into `box` and follows its width and the colour scheme; returns a function that removes the drawing. */
export function plotDays(box: HTMLElement, days: readonly DayCount[], onDay: (day?: DayCount) => void): () => void {
  // Canvas cannot read custom properties, so the box's computed colours carry the theme.
  const colour = (name: 'color' | 'fill' | 'stroke') => (): string => getComputedStyle(box)[name];
  const axis = { stroke: colour('color'), grid: { stroke: colour('stroke'), width: 1 }, ticks: { show: false } };
  const plot = new UPlot(
    {
      width: box.clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: [-0.5, days.length - 0.5] },
        y: { range: (_, __, most) => [0, Math.max(most, 4)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          incrs: [1, 7, 14],
          values: (_, splits) => splits.map((at) => days[at]?.day.slice(5) ?? ''),
        },
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6] },
      ],
      series: [{}, { fill: colour('fill'), points: { show: false }, paths: UPlot.paths.bars?.({ size: [0.7, 40] }) }],
      hooks: { setCursor: [({ cursor }) => onDay(days[cursor.idx ?? -1])] },
    },
    [days.map((_, index) => index), days.map(({ count }) => count)],
    box,
  );
  const resized = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height }));
  resized.observe(box);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const recolour = (): void => plot.redraw();
  dark.addEventListener('change', recolour);
  return () => {
    resized.disconnect();
    dark.removeEventListener('change', recolour);
    plot.destroy();
  };
}
