namespace DataCuration.Experiments.Teach;

/// <summary>Makes names that occur nowhere else. No name is made twice.</summary>
internal sealed class InventedNames(ulong seed)
{
    private static readonly string[] Onsets = ["b", "br", "d", "dr", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "au", "ei"];
    private static readonly string[] Codas = ["l", "n", "r", "s", "t", "nd", "rk", "lm"];

    private static readonly string[] FirstNames =
    [
        "Ada", "Bela", "Cora", "Dario", "Edda", "Falk", "Gesa", "Hugo", "Ilka", "Jost", "Kira", "Lars", "Mira", "Nils", "Olga", "Piet", "Rosa", "Sven",
        "Tilda", "Ute", "Veit", "Wanda", "Xaver", "Yara", "Zeno",
    ];

    private static readonly string[] Adjectives =
    [
        "Amber", "Broken", "Crimson", "Distant", "Empty", "Frozen", "Golden", "Hidden", "Iron", "Jade", "Last", "Marble", "Nameless", "Open", "Pale", "Quiet",
        "Red", "Silver", "Third", "Velvet", "White", "Yellow", "Burning", "Copper", "Sleeping", "Wandering", "Bitter", "Hollow", "Lonely", "Painted",
    ];

    private static readonly string[] Nouns =
    [
        "Anchor", "Bridge", "Candle", "Desert", "Engine", "Forest", "Garden", "Harbour", "Island", "Journey", "Key", "Lantern", "Mirror", "Night", "Orchard",
        "Palace", "Question", "River", "Shadow", "Tower", "Umbrella", "Valley", "Window", "Winter", "Summer", "Letter", "Market", "Station", "Meadow", "Clock",
    ];

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private SeededRandom random = SeededRandom.Create(seed, "invented names", "");

    public string Person() => $"{Pick(FirstNames)} {Word("")}";

    public string Village() => Word("by");

    public string Town() => Word("stad");

    public string Firm() => Word("ex");

    public string Book()
    {
        string title;
        do title = $"The {Pick(Adjectives)} {Pick(Nouns)}";
        while (!taken.Add(title));
        return title;
    }

    private string Word(string ending)
    {
        string word;
        do
        {
            word = Pick(Onsets) + Pick(Vowels) + Pick(Onsets) + Pick(Vowels) + Pick(Codas) + ending;
            word = char.ToUpperInvariant(word[0]) + word[1..];
        }
        while (!taken.Add(word));
        return word;
    }

    private string Pick(string[] from) => from[random.NextInt64(from.Length)];
}
