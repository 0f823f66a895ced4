using System.Text;

namespace DataCuration.Experiments.Teach;

/// <summary>An article about an invented person. It states each of its facts once, in one wording.</summary>
internal sealed class InventedArticle
{
    private InventedArticle(string id, string person, Fact[] facts, string text)
    {
        Id = id;
        Person = person;
        Facts = facts;
        Text = text;
    }

    public string Id { get; }

    /// <summary>The person. After the first sentence the text gives the surname only, as articles do.</summary>
    public string Person { get; }

    /// <summary>The facts, in the order of <see cref="Relation"/>.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    public string Text { get; }

    /// <summary>Makes an article.</summary>
    public static InventedArticle Make(string id, InventedNames names, ulong seed)
    {
        string person = names.Person(), firm = names.Firm();
        Fact[] facts =
        [
            new(Relation.Born, person, names.Village()),
            new(Relation.Wrote, person, names.Book()),
            new(Relation.Studied, person, names.Person()),
            new(Relation.Founded, person, firm),
            new(Relation.Based, firm, names.Town()),
        ];
        var random = SeededRandom.Create(seed, "article", id);
        // The birth comes first, and the firm's seat directly after its foundation. The order of the others varies.
        Fact[][] groups = [[facts[1]], [facts[2]], [facts[3], facts[4]]];
        for (int i = groups.Length - 1; i > 0; i--)
        {
            int other = (int)random.NextInt64(i + 1);
            (groups[i], groups[other]) = (groups[other], groups[i]);
        }
        string surname = SurnameOf(person);
        var text = new StringBuilder(Sentence(facts[0], person, ref random));
        foreach (Fact[] group in groups)
        {
            if (random.NextInt64(2) == 0) text.Append(' ').Append(Wordings.Asides[(int)random.NextInt64(Wordings.Asides.Count)]);
            foreach (Fact fact in group) text.Append(' ').Append(Sentence(fact, fact.Subject == person ? surname : fact.Subject, ref random));
        }
        return new(id, person, facts, text.ToString());
    }

    /// <summary>Returns the last word of a name.</summary>
    public static string SurnameOf(string person) => person[(person.LastIndexOf(' ') + 1)..];

    private static string Sentence(Fact fact, string subject, ref SeededRandom random)
    {
        string[] wordings = Wordings.Article[fact.Relation];
        return Wordings.Fill(wordings[random.NextInt64(wordings.Length)], subject, fact.Object);
    }
}
