// The demo shop's range: ten shelves of twenty products, with prices in cents.

interface Shelf {
  readonly category: string;
  /** Last sentence of every description. */
  readonly about: string;
  readonly products: string;
}

const shelves: readonly Shelf[] = [
  {
    category: 'bakery',
    about: 'Baked in small batches from stone-milled flour; best on the day, good toast on the next.',
    products: `Sourdough loaf 480, Rye bread 520, Baguette 240, Ciabatta 290, Focaccia with rosemary 450, Butter croissant 220,
      Almond croissant 310, Cinnamon bun 280, Cardamom bun 290, Pretzel 180, Seeded roll 120, Spelt loaf 540,
      Brioche 430, Pumpernickel 390, Naan, two pieces 320, Corn tortillas 350, Raisin scone 230, Oat flapjack 260,
      Plum cake 620, Apple turnover 270`,
  },
  {
    category: 'fruit',
    about: 'Picked ripe and sold within two days.',
    products: `Braeburn apples, 1 kg 340, Conference pears, 1 kg 390, Bananas, 1 kg 210, Blood oranges, 1 kg 380,
      Lemons, four 220, Limes, four 240, Grapefruit, two 260, Strawberries, 250 g 350, Blueberries, 200 g 390,
      Raspberries, 150 g 370, Black grapes, 500 g 330, Watermelon, half 420, Mango 190, Pineapple 360, Kiwis, six 250,
      Apricots, 500 g 360, Plums, 500 g 290, Figs, four 340, Pomegranate 230, Passion fruit, three 310`,
  },
  {
    category: 'vegetables',
    about: 'From growers within a day of the shop, washed but not wrapped.',
    products: `Carrots, bunch 210, Beetroot, 500 g 220, Vine tomatoes, 500 g 310, Cherry tomatoes, 250 g 280, Cucumber 120,
      Courgettes, two 190, Aubergine 180, Red peppers, two 240, Broccoli 230, Cauliflower 280, Savoy cabbage 220,
      Spinach, 250 g 260, Rocket, 100 g 190, Leeks, two 210, Red onions, 1 kg 190, Garlic, three bulbs 220,
      New potatoes, 1 kg 290, Sweet potatoes, 1 kg 340, Chestnut mushrooms, 250 g 270, Butternut squash 310`,
  },
  {
    category: 'dairy',
    about: 'Keep it cold; the milk comes from one herd that grazes outside from April to October.',
    products: `Whole milk, 1 l 170, Oat drink, 1 l 210, Salted butter, 250 g 320, Crème fraîche, 200 g 190,
      Natural yogurt, 500 g 230, Skyr, 450 g 280, Double cream, 250 ml 210, Quark, 250 g 160, Mozzarella, 125 g 220,
      Feta, 200 g 340, Halloumi, 225 g 390, Aged cheddar, 200 g 420, Gruyère, 200 g 560, Brie, 200 g 380,
      Blue cheese, 150 g 410, Goat cheese, 150 g 390, Ricotta, 250 g 270, Mascarpone, 250 g 310, Eggs, ten 390, Kefir, 500 ml 240`,
  },
  {
    category: 'pantry',
    about: 'Keeps for months in a dry, dark place, and makes a dinner on a day without shopping.',
    products: `Olive oil, 0.5 l 890, Rapeseed oil, 0.75 l 420, Balsamic vinegar, 250 ml 640, Sea salt, 250 g 290,
      Black peppercorns, 80 g 360, Spaghetti, 500 g 190, Wholemeal penne, 500 g 220, Basmati rice, 1 kg 390,
      Risotto rice, 1 kg 430, Red lentils, 500 g 240, Chickpeas, 400 g 130, Black beans, 400 g 140, Chopped tomatoes, 400 g 120,
      Tomato paste, 200 g 150, Plain flour, 1 kg 160, Rolled oats, 1 kg 210, Wildflower honey, 500 g 690,
      Peanut butter, 350 g 380, Strawberry jam, 340 g 340, Dijon mustard, 200 g 250`,
  },
  {
    category: 'drinks',
    about: 'The bottle comes back: bring it with the next order.',
    products: `Espresso beans, 500 g 1090, Filter coffee, 500 g 990, Darjeeling, 100 g 720, Earl Grey, 100 g 650,
      Sencha, 100 g 790, Peppermint tea, 50 g 420, Chamomile tea, 50 g 430, Cocoa powder, 250 g 480, Apple juice, 1 l 290,
      Orange juice, 1 l 380, Elderflower cordial, 0.5 l 460, Ginger beer, 0.33 l 210, Lemonade, 0.33 l 190, Cola, 0.33 l 180,
      Sparkling water, 0.75 l 110, Still water, 0.75 l 100, Kombucha, 0.33 l 290, Tonic water, 0.2 l 140,
      Pale ale without alcohol 230, Tomato juice, 0.7 l 310`,
  },
  {
    category: 'sweets',
    about: 'Made without palm oil, by people who eat it themselves.',
    products: `Dark chocolate 70 %, 100 g 320, Milk chocolate, 100 g 290, White chocolate with berries 340, Hazelnut praline, six 590,
      Marzipan, 200 g 410, Nougat, 150 g 390, Liquorice, 150 g 270, Fruit jellies, 200 g 310, Salted caramels, 150 g 380,
      Fudge, 150 g 340, Shortbread, 200 g 360, Ginger biscuits, 200 g 320, Oat cookies, 200 g 330, Amaretti, 150 g 390,
      Gingerbread, 250 g 420, Vanilla ice cream, 0.5 l 590, Lemon sorbet, 0.5 l 560, Candied almonds, 150 g 370,
      Halva, 200 g 350, Turkish delight, 200 g 390`,
  },
  {
    category: 'household',
    about: 'Refillable where it can be, and without scent where it need not be.',
    products: `Dish soap, 0.5 l 290, Laundry powder, 2 kg 890, Fabric softener, 1 l 420, Glass cleaner, 0.5 l 310,
      Bathroom cleaner, 0.75 l 380, Baking soda, 500 g 260, Citric acid, 400 g 340, Sponge cloths, five 290,
      Scouring pads, three 190, Dustpan and brush 690, Broom 1290, Mop 1590, Bucket, 10 l 790, Bin bags, twenty 240,
      Beeswax candles, four 980, Matches, ten boxes 210, Batteries AA, eight 690, Light bulb E27 590, Hand soap, 100 g 350,
      Toilet paper, eight rolls 460`,
  },
  {
    category: 'kitchen',
    about: 'Made to be repaired: every part of it can be ordered.',
    products: `Chef's knife, 20 cm 5900, Paring knife 1490, Bread knife 3900, Beech chopping board 2890, Cast-iron pan, 26 cm 4990,
      Stainless saucepan, 2 l 3990, Stockpot, 6 l 5490, Enamel roasting tin 2490, Loaf tin 1290, Mixing bowl, 3 l 1690,
      Balloon whisk 890, Wooden spoon 390, Silicone spatula 690, Box grater 1390, Colander 1890, Kitchen scales 2990,
      Measuring jug, 1 l 990, Linen tea towel 1190, Storage jar, 1 l 790, Moka pot, six cups 3290`,
  },
  {
    category: 'garden',
    about: 'For a window sill, a balcony or a bed of your own.',
    products: `Basil seeds 290, Parsley seeds 270, Chive seeds 280, Tomato seeds 340, Radish seeds 240, Lettuce seeds 250,
      Sunflower seeds 260, Wildflower mix 390, Potting soil, 10 l 590, Compost, 20 l 890, Terracotta pot, 14 cm 490,
      Terracotta pot, 24 cm 1190, Saucer, 24 cm 590, Hand trowel 1290, Hand fork 1290, Secateurs 2890, Watering can, 5 l 1990,
      Plant labels, twenty 390, Garden twine, 50 m 450, Work gloves 990`,
  },
];

export interface Sample {
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly priceCents: number;
}

/** Always the same products in the same order. */
export const samples: readonly Sample[] = shelves.flatMap(({ category, about, products }) =>
  // A name may contain a comma; a price ends it.
  [...products.matchAll(/\s*(.+?) (\d+)(?:,|$)/gs)].map(([, name = '', cents]) => {
    const plain = name.replaceAll(/\s+/g, ' ');
    return { name: plain, description: `${plain}. ${about}`, category, priceCents: Number(cents) };
  }),
);
