using System.Globalization;
using System.Text;
using DataCuration;

namespace MixtureSearch;

/// <summary>
/// The texts of the sample: four sources of very different size, and answers of a help desk as the target. All of it is invented, and the same in every run.
/// </summary>
internal static class InventedCorpus
{
    /// <summary>The name of the largest source: general text.</summary>
    public const string General = "web";

    private const int DocumentSentences = 7;

    /// <summary>The sources.</summary>
    public static readonly SourceGrammar[] Sources =
    [
        new(General, 600_000,
        [
            "The {A} from {C} beat the {B} by {N} goals on {D}.", "Click here for {N} cheap {B} in {C}!", "On {D} I saw {N} {A} and a photo of {C}.",
            "Share this post if you like the {A} of {C}.", "Nobody in {C} has bought {B} since {D}.", "{N} comments: the {B} were sold out on {D}.",
        ], new()
        {
            ['A'] = "fans, players, singers, cyclists, tourists, voters, drivers, dancers, bloggers, runners",
            ['B'] = "tickets, trainers, phones, flights, headphones, jackets, bargains, rivals, concerts, hotels",
            ['C'] = "Lisbon, Oslo, Bristol, Nairobi, Toronto, Lima, Kyoto, Vienna, Dublin, Perth",
            ['D'] = "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
            ['N'] = "two, three, five, eleven, forty, a hundred",
        }),
        new("manuals", 150_000,
        [
            "Turn the {A} clockwise until the {B} locks.", "Error {N} means that the {B} is {S}.", "Before you open the {A}, unplug the {P}.",
            "If the {P} stays {S}, replace the {A}.", "Press and hold the {B} for {N} seconds.", "The {P} must not be {S} during an update.",
        ], new()
        {
            ['A'] = "valve, filter, cartridge, cover, gasket, fuse, roller, pump, lever, bracket",
            ['B'] = "reset button, latch, indicator, sensor, tray, power switch, dial, clamp",
            ['P'] = "printer, router, boiler, scanner, charger, thermostat, mixer, projector",
            ['S'] = "blocked, overheated, disconnected, empty, worn, jammed, unlit",
            ['N'] = "10, 15, 20, 30, 45, 60",
        }),
        new("letters", 250_000,
        [
            "Dear {A}, thank you for your {L} of last {T}.", "We are {F} to {V} your request about the {L}.",
            "Please {V} the enclosed {L} by the end of the {T}.", "Should you have {Q}, do not hesitate to write to our {O}.",
            "Our {O} will {V} your {L} within a {T}.", "With kind regards, the {O}.",
        ], new()
        {
            ['A'] = "customer, colleague, neighbour, subscriber, Ms Harlow, Mr Okafor, member",
            ['L'] = "invoice, order, complaint, contract, application, reminder, refund, receipt",
            ['T'] = "week, month, quarter, fortnight, year",
            ['F'] = "happy, sorry, unable, pleased, obliged",
            ['V'] = "confirm, answer, examine, return, process, cancel, sign",
            ['Q'] = "any questions, further doubts, other wishes, an objection",
            ['O'] = "support team, accounts department, office, secretary, service desk",
        }),
        new("recipes", 200_000,
        [
            "Stir the {A} into the {B} and simmer for {N} minutes.", "Chop {N} {A} and fry them in {B}.", "Season with {S} and serve with warm {B}.",
            "Knead the dough with {S} and let it rest.", "Roast the {A} until they are golden, then add {S}.", "Pour the {B} over the {A} and bake.",
        ], new()
        {
            ['A'] = "onions, carrots, lentils, mushrooms, almonds, peppers, apples, potatoes",
            ['B'] = "olive oil, butter, vegetable stock, cream, tomato sauce, coconut milk, bread",
            ['S'] = "salt, thyme, cumin, lemon juice, black pepper, honey, nutmeg",
            ['N'] = "two, three, four, six, ten, twelve",
        }),
    ];

    /// <summary>The shares of the sources' sentences in the target. The search does not know them.</summary>
    private static readonly (string Source, double Share)[] Target = [("manuals", 0.55), ("letters", 0.35), ("recipes", 0.1)];

    /// <summary>Returns the documents of a source.</summary>
    public static Corpus Read(SourceGrammar source) => Corpus.FromDocuments(Documents(source.Name, source.Bytes, (ref SeededRandom _) => source));

    /// <summary>Returns held-out answers of the help desk.</summary>
    public static IReadOnlyList<Document> HeldOutTarget(int bytes) => Documents("target", bytes, (ref SeededRandom random) =>
    {
        double place = random.NextDouble();
        int choice = 0;
        while (choice < Target.Length - 1 && place >= Target[choice].Share) place -= Target[choice++].Share;
        return Sources.Single(source => source.Name == Target[choice].Source);
    });

    /// <summary>Returns held-out documents of general text.</summary>
    public static IReadOnlyList<Document> HeldOutGeneral(int bytes) => Documents("held-out general", bytes, (ref SeededRandom _) => Sources[0]);

    private delegate SourceGrammar Choice(ref SeededRandom random);

    private static List<Document> Documents(string name, int bytes, Choice choose)
    {
        var documents = new List<Document>();
        while (bytes > 0)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{name}/{documents.Count}");
            SeededRandom random = SeededRandom.Create(0, "text", id);
            var text = new StringBuilder();
            for (int i = 0; i < DocumentSentences; i++) choose(ref random).AppendSentence(text, ref random);
            var document = new Document(id, text.ToString().TrimEnd());
            bytes -= document.Utf8Text.Length;
            documents.Add(document);
        }
        return documents;
    }
}
