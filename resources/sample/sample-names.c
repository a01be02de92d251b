/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample-names.h"

#include <string.h>

/*
 * Patterns: %n stands for a noun, %a for an adjective, %g for a given name, %f for a family
 * name that is put together from two parts, %s for an invented word. Nouns are such that
 * the patterns of their language hold without articles, genders or cases.
 */
struct _SampleFlavor
{
  const char        *name;
  const char *const *artists; /* patterns */
  const char *const *titles;
  const char *const *nouns;
  const char *const *adjectives;
  const char *const *given;
  const char *const *starts; /* of family names */
  const char *const *ends;
};

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define NONE ((const char *const[]){ NULL })

/* Invented words are made of these in every language. */
static const char *const onsets[] = {
  "Va", "Lo", "Mi", "Sel", "Or", "Ka", "Ni", "The", "Zu", "Pra", "El", "Tor", "Ey", "Rho", "Qui",
  "Bel", "Ul", "Ster", "Wy", "Hal"
};
static const char *const middles[] = {
  "ra", "ne", "lo", "vi", "du", "ska", "mi", "ro", "the", "xi", "ly", "pa"
};
static const char *const codas[] = {
  "n", "s", "ra", "lith", "dor", "ven", "x", "na", "mere", "tis", "ko", "wen"
};

static const SampleFlavor flavors[] = {
  { "english",
    LIST ("%g %f", "%g %f", "The %a %ns", "%n & %n", "%s", "%g and the %ns", "%f %n Club",
          "%a %n"),
    LIST ("%a %n", "%n of %n", "Every %n Knows", "The %n and the %n", "%n Without %n",
          "Half the %n", "Borrowed %n", "When the %n Was %a", "%a as the %n",
          "Somewhere Under the %n", "%n, Actually", "Don't Wake the %n", "Two %ns and the %n",
          "Letters to the %n", "The Year of the %n", "My %a %n", "Slower Than %n", "Almost %a",
          "One More %n", "How %a Is Your %n"),
    LIST ("Lantern", "Orchard", "Harbor", "Compass", "Paper Boat", "Window", "Sparrow",
          "Staircase", "Ribbon", "Telegraph", "Winter Coat", "Meadow", "Kettle", "Postcard",
          "Carousel", "Lighthouse", "Thimble", "Satellite", "Garden Gate", "Echo", "Bicycle",
          "Atlas", "Candle", "Tide", "Feather", "Mirror", "Ladder", "Anchor", "Raincoat",
          "Magnet", "Porch", "Almanac", "Copper Wire", "Umbrella", "Headlight", "Clockmaker",
          "Sugar Cube", "Northern Road", "Marigold", "Tin Roof", "Ocean Floor", "Whisper",
          "Barnacle", "Velvet Chair", "Snowglobe"),
    LIST ("Crooked", "Silver", "Quiet", "Hollow", "Amber", "Restless", "Gentle", "Faded",
          "Electric", "Distant", "Tangled", "Lucky", "Sleepless", "Golden", "Broken", "Honest",
          "Weightless", "Sudden", "Patient", "Salted", "Unsent", "Ordinary", "Violet", "Careless",
          "Frozen", "Bright", "Secondhand", "Northbound", "Tender", "Wandering"),
    LIST ("Nora", "Caleb", "Imogen", "Silas", "Maeve", "Jonah", "Tessa", "Elliot", "Wren",
          "August", "Delia", "Rufus", "Ivy", "Otis", "Marlowe", "Petra", "Theo", "Hazel", "Finn",
          "Cora"),
    LIST ("Ash", "Wick", "Thorn", "Fen", "Hollo", "Marr", "Pell", "Bram", "Lark", "Stan", "Quill",
          "Dun"),
    LIST ("more", "ley", "combe", "wick", "field", "grave", "ston", "hurst", "low", "mere", "by",
          "ridge") },
  { "spanish",
    LIST ("%g %f", "%g %f", "Los del %n", "%n y %n", "%s", "%g de %f", "Grupo %n"),
    LIST ("Entre %n y %n", "Sin %n", "%n de %n", "Solo %n", "%n %a", "Dame %n",
          "Hasta el último %n", "Te debo un %n", "Cuando quieras %n", "Otro %n %a",
          "Con %n y sin ti", "Bailando con %n", "Ni %n ni %n", "Aquel %n", "Más %n que ayer",
          "Mi %n %a"),
    LIST ("Viento", "Fuego", "Silencio", "Mar", "Invierno", "Papel", "Camino", "Cristal",
          "Barrio", "Reloj", "Cielo", "Jardín", "Humo", "Recuerdo", "Puerto", "Limón", "Domingo",
          "Espejo", "Tambor", "Corazón", "Balcón", "Tren", "Verano", "Azúcar", "Olvido", "Café",
          "Sueño", "Faro"),
    LIST ("Azul", "Gris", "Salvaje", "Libre", "Frágil", "Dulce", "Fugaz", "Cruel", "Inmortal",
          "Feliz", "Triste", "Verde"),
    LIST ("Lucía", "Mateo", "Inés", "Joaquín", "Paloma", "Íñigo", "Rocío", "Tomás", "Marisol",
          "Ramón", "Celia", "Efraín"),
    LIST ("Val", "Mont", "Ribe", "Sol", "Cas", "Alba", "Quin", "Zar", "Ol", "Bel", "Tor", "Luz"),
    LIST ("dera", "teros", "anza", "uela", "ablo", "ivar", "meda", "edo", "arte", "orda") },
  { "portuguese",
    LIST ("%g %f", "%g %f", "%n & %n", "%s", "Banda %n", "%g e %g", "Os do %n"),
    LIST ("Entre %n e %n", "Sem %n", "%n de %n", "Só %n", "%n %a", "Quase %n", "Quando for %n",
          "Meu %n %a", "Nem %n nem %n", "Outro %n", "Deixa o %n falar", "Um %n qualquer",
          "Ainda é %n", "Vem com o %n", "Onde mora o %n"),
    LIST ("Vento", "Fogo", "Silêncio", "Mar", "Inverno", "Papel", "Caminho", "Vidro", "Morro",
          "Relógio", "Céu", "Quintal", "Samba", "Abraço", "Porto", "Limão", "Domingo", "Espelho",
          "Tambor", "Coração", "Trem", "Verão", "Açúcar", "Sertão", "Café", "Sonho", "Farol",
          "Luar"),
    LIST ("Azul", "Gentil", "Selvagem", "Livre", "Frágil", "Doce", "Fugaz", "Feliz", "Triste",
          "Verde"),
    LIST ("Luana", "Caetano", "Beatriz", "Jorginho", "Iara", "Davi", "Marina", "Raul",
          "Conceição", "Téo"),
    LIST ("Al", "Mon", "Sa", "Ca", "Fer", "Pi", "Var", "Bra", "Gui", "Tei"),
    LIST ("vares", "moura", "lhães", "rinho", "deira", "xoto", "mares", "gonde", "zela") },
  { "french",
    LIST ("%g %f", "%g %f", "Les %n", "%n et %n", "%s", "%g sans %n"),
    LIST ("Entre %n et %n", "Sans %n", "%n de %n", "Rien que %n", "%n %a", "Ni %n ni %n",
          "Un peu de %n", "Presque %n", "Après la %n", "Pas de %n pour %g", "Encore une %n",
          "La %n de %g"),
    LIST ("Brume", "Neige", "Lumière", "Rivière", "Poussière", "Fenêtre", "Tempête", "Musique",
          "Lune", "Distance", "Plume", "Marée", "Cascade", "Peine", "Romance", "Saison", "Soie",
          "Fumée", "Promesse", "Danse", "Nuit", "Voile", "Paresse", "Rue"),
    LIST ("fragile", "immobile", "sauvage", "tranquille", "rouge", "libre", "timide", "étrange",
          "tendre", "infidèle"),
    LIST ("Élodie", "Bastien", "Margaux", "Théophile", "Solène", "Rémi", "Capucine", "Aurélien",
          "Noémie", "Léon"),
    LIST ("Beau", "Mont", "Val", "Clair", "Roche", "Grand", "Bois", "Mar", "Fon", "Des"),
    LIST ("vigne", "brune", "lieu", "mont", "sault", "vallon", "taine", "court", "pré") },
  { "german",
    LIST ("%g %f", "%g %f", "%n und %n", "%s", "%n im %n"),
    LIST ("%n aus %n", "Ohne %n", "Zwischen %n und %n", "Nur %n", "Kein %n mehr",
          "Wenn %n brennt", "%n gegen %n", "Genug %n", "Mein %n schläft", "Ein bisschen %n",
          "Wie %n", "Noch einmal %n"),
    LIST ("Licht", "Glas", "Wind", "Regen", "Staub", "Schnee", "Salz", "Papier", "Feuer", "Eis",
          "Sand", "Nebel", "Gold", "Stahl", "Honig", "Rauch", "Wasser", "Holz", "Moos", "Kupfer",
          "Beton", "Samt"),
    NONE,
    LIST ("Jonas", "Frieda", "Matthis", "Greta", "Anselm", "Käthe", "Ruben", "Mila", "Jörg",
          "Wiebke"),
    LIST ("Linden", "Stein", "Birk", "Hohen", "Grün", "Sommer", "Wald", "Eich", "Röt", "Kern"),
    LIST ("feld", "hauer", "tal", "brück", "hofer", "müller", "stedt", "bauer", "kamp") },
  { "swedish",
    LIST ("%g %f", "%g %f", "%n och %n", "%s", "%g & %g"),
    LIST ("%n och %n", "Utan %n", "Mellan %n och %n", "Bara %n", "Mer %n", "Som %n", "Nästan %n",
          "Ingen %n i dag", "Lite %n till", "Vinter utan %n", "Allt är %n"),
    LIST ("Snö", "Ljus", "Regn", "Vind", "Dimma", "Glas", "Eld", "Sand", "Guld", "Rök", "Salt",
          "Dagg", "Is", "Silver", "Mossa", "Tystnad", "Längtan", "Åska", "Koppar", "Sommar"),
    NONE,
    LIST ("Ebba", "Linus", "Saga", "Viggo", "Tuva", "Åke", "Moa", "Sixten", "Elsa", "Ivar"),
    LIST ("Lind", "Berg", "Ek", "Sjö", "Gran", "Norr", "Hög", "Äng"),
    LIST ("qvist", "ström", "lund", "gren", "dahl", "stam", "blad") },
  { "turkish",
    LIST ("%g %f", "%g %f", "%n ve %n", "%s"),
    LIST ("%n ve %n", "Sadece %n", "Bir Avuç %n", "Biraz %n", "Ne %n Ne %n", "Yine %n", "%n Gibi",
          "Belki %n", "Hep %n", "Son %n"),
    LIST ("Rüzgâr", "Yağmur", "Deniz", "Gece", "Işık", "Toprak", "Ateş", "Kar", "Yol", "Ayna",
          "Sonbahar", "Duman", "Kuş", "Şehir", "Umut", "Pencere", "Gölge", "Mektup", "Yıldız",
          "Çiçek"),
    NONE,
    LIST ("Elif", "Kerem", "Defne", "Ozan", "Zeynep", "Barış", "Nehir", "Selim", "İpek", "Çınar"),
    LIST ("Ak", "Kara", "Demir", "Gün", "Yıl", "Öz", "Taş", "Er"),
    LIST ("soylu", "tepe", "doğan", "kaya", "bulut", "gören", "pınar") },
  { "japanese",
    LIST ("%g %f", "%s", "%nと%n", "%n研究会", "%g♪%n"),
    LIST ("%nと%n", "%nのあとの%n", "%nみたいな%n", "%nまであと少し", "さよなら%n", "%aい%n", "もう一度だけ%n", "%nの話をしよう",
          "きみと%n", "%nが終わるまえに", "はじめての%n", "それでも%n", "%nより%aい"),
    LIST ("夜明け", "星くず", "雨音", "海風", "花火", "電車", "手紙", "窓", "月", "夕立", "雪道", "屋上", "ラジオ", "硝子",
          "影", "坂道", "レモン", "朝焼け", "青空", "羽", "氷", "図書室", "迷路", "流星"),
    LIST ("青", "遠", "淡", "眩し", "白", "優し"),
    LIST ("Hinata", "Sora", "Aoi", "Ren", "Mizuki", "Haruto", "Yuna", "Kaede", "Riku", "Nagi"),
    LIST ("Ama", "Hoshi", "Kure", "Shira", "Tachi", "Mina", "Oto", "Yumi"),
    LIST ("gawa", "zora", "moto", "nase", "tsuki", "hara", "bane", "mori") },
  { "korean",
    LIST ("%g %f", "%s", "%s", "%n %n"),
    LIST ("%n 그리고 %n", "작은 %n", "너의 %n", "%n처럼", "다시 %n", "우리의 %n", "하얀 %n", "오늘도 %n", "%n 없이",
          "Hello, %n", "My %n"),
    LIST ("별빛", "바람", "새벽", "창문", "편지", "구름", "여름밤", "거울", "첫눈", "노을", "그림자", "파도", "봄날", "우산",
          "라디오", "달빛", "골목", "시간", "나비", "유리"),
    NONE,
    LIST ("Haneul", "Jiho", "Sera", "Minjae", "Yuri", "Taeho", "Bomi", "Dohyun"),
    LIST ("Na", "Seo", "Ba", "Ha", "Mu", "Do"),
    LIST ("ryeon", "bit", "reum", "neul", "dan", "gyeol") },
  { "chinese",
    LIST ("%g %f", "%s", "%n與%n", "%n樂隊"),
    LIST ("%n與%n", "沒有%n的%n", "%n之後", "再見%n", "一個人的%n", "%n告訴我", "最後的%n", "給%n的信", "%n在唱歌",
          "如果%n", "借一點%n"),
    LIST ("月光", "雨季", "海邊", "風箏", "夏夜", "窗口", "車站", "星河", "影子", "信封", "黃昏", "玻璃", "晨霧", "燈塔",
          "小巷", "雪花", "時鐘", "港口", "流雲", "紙船"),
    NONE,
    LIST ("Meilin", "Junhao", "Siyu", "Waikit", "Yingying", "Kaiwen", "Hoyan", "Zihan"),
    LIST ("Lo", "Che", "Fu", "Yi", "Tsa", "Kwo"),
    LIST ("ng", "ung", "en", "ai", "an") },
  { "hindi",
    LIST ("%g %f", "%g %f", "%g & %g", "%s"),
    LIST ("%n Aur %n", "Bin %n", "Sirf %n", "Thoda Sa %n", "Phir Wahi %n", "%n Ke Paar",
          "Mera %n", "Na %n Na %n", "Kahin %n", "Ek %n Baaki", "%n Mein Kho Gaye"),
    LIST ("Chaand", "Baarish", "Dhuaan", "Aasman", "Raasta", "Khwaab", "Dariya", "Parda",
          "Savera", "Saaya", "Jugnu", "Mausam", "Khat", "Sannata", "Tara", "Kaagaz", "Jharna",
          "Deepak"),
    NONE,
    LIST ("Aarav", "Meera", "Kabir", "Ishani", "Rohan", "Tara", "Vihaan", "Anaya", "Devika",
          "Nikhil"),
    LIST ("Shri", "Bhar", "Mal", "Raj", "Vard", "Kul", "Nand", "Pra"),
    LIST ("vani", "dhara", "karni", "watra", "shekha", "mohit", "lani") },
  { "malay",
    LIST ("%g %f", "%g %f", "%n & %n", "%s", "Kumpulan %n"),
    LIST ("%n dan %n", "Tanpa %n", "Antara %n dan %n", "Hanya %n", "Seperti %n", "Satu %n Lagi",
          "%n di Hujung %n", "Biar %n Bicara", "Masih %n", "%n Terakhir"),
    LIST ("Angin", "Hujan", "Bulan", "Laut", "Senja", "Kertas", "Bayang", "Cahaya", "Jalan",
          "Embun", "Pelita", "Rindu", "Ombak", "Jendela", "Bunga", "Awan", "Perahu", "Malam"),
    NONE,
    LIST ("Aisyah", "Hafiz", "Melati", "Razif", "Nurin", "Danish", "Suraya", "Iqbal"),
    LIST ("Mah", "Sul", "Raz", "Ham", "Zul", "Kas"),
    LIST ("dani", "rizal", "wira", "sari", "faiz", "mani") },
  { "club",
    LIST ("%s", "%s", "%s %s", "DJ %s", "%s & %s", "%g %s", "%f"),
    LIST ("%s", "%s %d", "%n Protocol", "%a %n", "%n in %n", "Phase %d", "%s Drift", "%n Loop",
          "%a Frequency", "Sector %d", "%n State", "%s Theory", "After %n"),
    LIST ("Vapor", "Signal", "Concrete", "Carbon", "Orbit", "Pulse", "Circuit", "Horizon",
          "Mercury", "Neon", "Gravity", "Cobalt", "Delta", "Prism", "Lattice", "Chrome",
          "Voltage", "Mirage", "Basalt", "Static", "Parallax", "Nocturne"),
    LIST ("Deep", "Hidden", "Liquid", "Binary", "Solar", "Phantom", "Inner", "Magnetic", "Lost",
          "Modular", "Infinite", "Analog"),
    LIST ("Nils", "Marco", "Yara", "Dmitri", "Alexis", "Jana", "Kaspar", "Renée"),
    LIST ("Vol", "Kry", "Axi", "Nev", "Mod", "Tek", "Sub", "Lum"),
    LIST ("ta", "on", "ektra", "form", "aris", "ode", "ux") },
  { "concert",
    LIST ("%g %f", "%g %f", "%f Quartet", "%f Ensemble", "%f & %f"),
    LIST ("%n No. %d", "%n in %k", "%n for %g", "%a %n", "%n: Andante", "%n: Allegro",
          "%n in %k, No. %d", "%n Book: %d", "%n on a Theme by %f"),
    LIST ("Nocturne", "Prelude", "Étude", "Ballade", "Impromptu", "Elegy", "Berceuse", "Serenade",
          "Sonatina", "Romance", "Fantasia", "Intermezzo", "Waltz", "Barcarolle", "Rhapsody",
          "Bagatelle", "Pastorale"),
    LIST ("Winter", "Evening", "Forgotten", "Northern", "Little", "Quiet", "Morning", "Silver"),
    LIST ("Clara", "Anton", "Henrike", "Leopold", "Mathilde", "Ignaz", "Sofia", "Emil", "Irina",
          "Pavel"),
    LIST ("Hart", "Wies", "Bero", "Kal", "Mend", "Sto", "Ravi", "Luk"),
    LIST ("mann", "enthal", "nyi", "ski", "eno", "kova", "asz", "ini") },
};

/* Which languages a genre is mostly sung in; those not named are English. */
static const struct
{
  const char *genre;
  const char *flavor;
  double      share;
} genre_flavors[] = {
  { "anime", "japanese", 0.8 }, { "j-dance", "japanese", 0.8 }, { "j-idol", "japanese", 0.9 },
  { "j-pop", "japanese", 0.8 }, { "j-rock", "japanese", 0.8 }, { "k-pop", "korean", 0.8 },
  { "cantopop", "chinese", 0.9 }, { "mandopop", "chinese", 0.9 }, { "indian", "hindi", 0.9 },
  { "pop-film", "hindi", 0.9 }, { "malay", "malay", 0.9 }, { "turkish", "turkish", 0.9 },
  { "french", "french", 0.8 }, { "german", "german", 0.8 }, { "swedish", "swedish", 0.8 },
  { "latin", "spanish", 0.9 }, { "latino", "spanish", 0.9 }, { "reggaeton", "spanish", 0.9 },
  { "salsa", "spanish", 0.9 }, { "spanish", "spanish", 0.9 }, { "tango", "spanish", 0.9 },
  { "brazil", "portuguese", 0.8 }, { "forro", "portuguese", 0.9 }, { "mpb", "portuguese", 0.9 },
  { "pagode", "portuguese", 0.9 }, { "samba", "portuguese", 0.9 },
  { "sertanejo", "portuguese", 0.9 }, { "breakbeat", "club", 0.8 },
  { "chicago-house", "club", 0.8 }, { "club", "club", 0.7 }, { "deep-house", "club", 0.8 },
  { "detroit-techno", "club", 0.9 }, { "drum-and-bass", "club", 0.8 }, { "dub", "club", 0.6 },
  { "dubstep", "club", 0.8 }, { "edm", "club", 0.6 }, { "electro", "club", 0.6 },
  { "electronic", "club", 0.7 }, { "hardstyle", "club", 0.8 }, { "house", "club", 0.7 },
  { "idm", "club", 0.9 }, { "minimal-techno", "club", 0.9 }, { "progressive-house", "club", 0.8 },
  { "techno", "club", 0.9 }, { "trance", "club", 0.9 }, { "classical", "concert", 0.95 },
  { "opera", "concert", 0.9 }, { "piano", "concert", 0.6 }, { "ambient", "club", 0.4 },
  { "new-age", "concert", 0.4 }, { "world-music", "french", 0.3 },
};

static const SampleFlavor *
find_flavor (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (flavors); i++)
    if (strcmp (flavors[i].name, name) == 0)
      return &flavors[i];

  g_assert_not_reached ();
}

const SampleFlavor *
sample_names_draw_flavor (MusRng *rng, const char *genre)
{
  double draw = mus_rng_uniform (rng);

  for (guint i = 0; i < G_N_ELEMENTS (genre_flavors); i++)
    if (strcmp (genre_flavors[i].genre, genre) == 0 && draw < genre_flavors[i].share)
      return find_flavor (genre_flavors[i].flavor);

  return find_flavor ("english");
}

static const char *
pick (MusRng *rng, const char *const *list)
{
  return list[mus_rng_below (rng, g_strv_length ((char **) list))];
}

static void
append_invented (GString *text, MusRng *rng)
{
  g_string_append (text, onsets[mus_rng_below (rng, G_N_ELEMENTS (onsets))]);
  if (mus_rng_below (rng, 2) == 0)
    g_string_append (text, middles[mus_rng_below (rng, G_N_ELEMENTS (middles))]);
  g_string_append (text, codas[mus_rng_below (rng, G_N_ELEMENTS (codas))]);
}

static void
append_slot (GString *text, MusRng *rng, const SampleFlavor *flavor, char slot)
{
  static const char *const keys[] = {
  "C Major", "D Minor", "E-flat Major", "F Minor", "G Major", "A Minor", "B-flat Major",
  "C-sharp Minor"
};

  switch (slot)
    {
    case 'n':
      g_string_append (text, pick (rng, flavor->nouns));
      break;
    case 'a':
      g_string_append (text, pick (rng, flavor->adjectives));
      break;
    case 'g':
      g_string_append (text, pick (rng, flavor->given));
      break;
    case 'f':
      g_string_append (text, pick (rng, flavor->starts));
      g_string_append (text, pick (rng, flavor->ends));
      break;
    case 'd':
      g_string_append_printf (text, "%u", 1 + (guint) mus_rng_below (rng, 24));
      break;
    case 'k':
      g_string_append (text, keys[mus_rng_below (rng, G_N_ELEMENTS (keys))]);
      break;
    default:
      append_invented (text, rng);
    }
}

static char *
fill_pattern (MusRng *rng, const SampleFlavor *flavor, const char *pattern)
{
  GString *text = g_string_new (NULL);

  for (; *pattern != '\0'; pattern++)
    if (*pattern == '%')
      append_slot (text, rng, flavor, *++pattern);
    else
      g_string_append_c (text, *pattern);

  return g_string_free (text, FALSE);
}

char *
sample_names_draw_artist (MusRng *rng, const SampleFlavor *flavor)
{
  return fill_pattern (rng, flavor, pick (rng, flavor->artists));
}

char *
sample_names_draw_title (MusRng *rng, const SampleFlavor *flavor)
{
  return fill_pattern (rng, flavor, pick (rng, flavor->titles));
}
