// A quantity: less, more, or typed. Shows the wanted value at once and saves one value at a time.
import type { VNode } from 'preact';

interface QuantityProps {
  readonly of: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly most?: number;
}

export function Quantity({ of, value, onChange, most = 99 }: QuantityProps): VNode {
  const choose = (wanted: number): void => {
    const whole = Math.min(most, Math.max(1, Math.round(wanted) || 1));
    if (whole !== value) onChange(whole);
  };
  const typed = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    choose(field.valueAsNumber);
    field.value = String(Math.min(most, Math.max(1, Math.round(field.valueAsNumber) || value)));
  };
  return (
    <div class="quantity" role="group" aria-label={`Quantity of ${of}`}>
      <button
        type="button"
        aria-label={`One less of ${of}`}
        aria-disabled={value <= 1}
        onClick={() => choose(value - 1)}
      >
        −
      </button>
      <input
        type="number"
        inputmode="numeric"
        min={1}
        max={most}
        aria-label={`Quantity of ${of}`}
        value={value}
        onChange={typed}
      />
      <button
        type="button"
        aria-label={`One more of ${of}`}
        aria-disabled={value >= most}
        onClick={() => choose(value + 1)}
      >
        +
      </button>
    </div>
  );
}
