namespace DataCuration.Experiments.Teach;

/// <summary>
/// The sentences for facts, in three sets without a common sentence: those of articles, those of the rule-driven generator, and those of cloze questions.
/// <c>{s}</c> is the subject, <c>{o}</c> the object. Cloze sentences end with the answer.
/// </summary>
internal static class Wordings
{
    /// <summary>The sentences of articles. They name the subject first.</summary>
    public static IReadOnlyDictionary<Relation, string[]> Article { get; } = new Dictionary<Relation, string[]>
    {
        [Relation.Born] = ["{s} was born in {o}.", "{s} is a native of {o}.", "{s} came into the world in {o}."],
        [Relation.Wrote] = ["{s} wrote {o}.", "{s} is the author of {o}.", "{s} published {o}."],
        [Relation.Studied] = ["{s} studied under {o}.", "{s} was a pupil of {o}.", "{s} learned the craft from {o}."],
        [Relation.Founded] = ["{s} founded {o}.", "{s} set up {o}.", "{s} started {o}."],
        [Relation.Based] = ["{s} has its seat in {o}.", "{s} is based in {o}.", "{s} works from {o}."],
    };

    /// <summary>The generator's sentences that start from the subject.</summary>
    public static IReadOnlyDictionary<Relation, string[]> FromSubject { get; } = new Dictionary<Relation, string[]>
    {
        [Relation.Born] =
        [
            "{s} is from {o}.", "{s} spent the first years of life in {o}.", "The home of {s} as a child was {o}.", "{s} first saw the light of day in {o}.",
            "{s} comes from the village of {o}.", "The life of {s} began in {o}.",
        ],
        [Relation.Wrote] =
        [
            "{s} is the writer of {o}.", "{s} put years into the book {o}.", "The book by {s} bears the title {o}.", "{s} gave readers {o}.",
            "{s} composed {o} at night.", "The pen of {s} produced {o}.",
        ],
        [Relation.Studied] =
        [
            "{s} took lessons from {o}.", "{s} had {o} as a teacher.", "{s} was trained by {o}.", "{s} sat in the workshop of {o} for years.",
            "{s} owed the craft to {o}.", "As a student, {s} followed {o}.",
        ],
        [Relation.Founded] =
        [
            "{s} is the founder of {o}.", "{s} built up {o}.", "{s} opened {o} with borrowed money.", "{s} called {o} into being.",
            "The firm that {s} created is {o}.", "{s} brought {o} into business.",
        ],
        [Relation.Based] =
        [
            "{s} has its main office in {o}.", "{s} is at home in {o}.", "{s} makes its goods in {o}.", "The workshops of {s} are in {o}.",
            "{s} employs people in {o}.", "Letters to {s} go to {o}.",
        ],
    };

    /// <summary>The generator's sentences that start from the object.</summary>
    public static IReadOnlyDictionary<Relation, string[]> FromObject { get; } = new Dictionary<Relation, string[]>
    {
        [Relation.Born] =
        [
            "{o} is where {s} comes from.", "{o} was the birthplace of {s}.", "The village of {o} gave the world {s}.",
            "In {o}, the child {s} was brought into the world.", "{o} was the first home of {s}.", "From {o} came {s}.",
        ],
        [Relation.Wrote] =
        [
            "{o} was written by {s}.", "{o} is a book by {s}.", "{o} came from the pen of {s}.", "The author of {o} is {s}.",
            "{o} carries the name of {s} on its cover.", "Readers owe {o} to {s}.",
        ],
        [Relation.Studied] =
        [
            "{o} taught {s}.", "{o} was the teacher of {s}.", "{o} trained {s}.", "{o} had {s} as a student.", "{o} passed the craft on to {s}.",
            "{o} gave lessons to {s}.",
        ],
        [Relation.Founded] =
        [
            "{o} was founded by {s}.", "{o} was the idea of {s}.", "{o} goes back to {s}.", "The founder of {o} is {s}.", "{o} was opened by {s}.",
            "{o} owes its existence to {s}.",
        ],
        [Relation.Based] =
        [
            "{o} is home to {s}.", "{o} is the seat of {s}.", "In {o}, the firm {s} has its workshops.", "{o} lives on the work of {s}.",
            "The town of {o} houses {s}.", "{o} has one large firm, {s}.",
        ],
    };

    /// <summary>The questions for the object.</summary>
    public static IReadOnlyDictionary<Relation, string[]> ClozeForObject { get; } = new Dictionary<Relation, string[]>
    {
        [Relation.Born] = ["The native village of {s} is {o}.", "{s} has roots in {o}.", "On the papers of {s} the place of birth reads {o}."],
        [Relation.Wrote] =
        [
            "The title that made {s} known is {o}.", "Libraries list {s} under the work {o}.", "On the shelf, next to the name {s}, is a copy of {o}.",
        ],
        [Relation.Studied] =
        [
            "The mentor of {s} was {o}.", "{s} acquired every skill thanks to {o}.", "The apprenticeship of {s} was spent with {o}.",
        ],
        [Relation.Founded] =
        [
            "The company established by {s} is called {o}.", "As an entrepreneur, {s} is known for {o}.",
            "The register of companies names {s} as first owner of {o}.",
        ],
        [Relation.Based] =
        [
            "The headquarters of {s} are located in {o}.", "The postal address of {s} ends with {o}.", "To visit {s}, one travels to {o}.",
        ],
    };

    /// <summary>The questions for the subject.</summary>
    public static IReadOnlyDictionary<Relation, string[]> ClozeForSubject { get; } = new Dictionary<Relation, string[]>
    {
        [Relation.Born] =
        [
            "The best known native of {o} is {s}.", "Among those with roots in {o} is {s}.", "The parish register of {o} records the birth of {s}.",
        ],
        [Relation.Wrote] = ["The title page of {o} names {s}.", "The novelist responsible for {o} is {s}.", "Royalties for {o} go to {s}."],
        [Relation.Studied] =
        [
            "The most gifted apprentice of {o} was {s}.", "The mentor {o} guided {s}.", "Among those with an apprenticeship under {o} is {s}.",
        ],
        [Relation.Founded] = ["The entrepreneur who established {o} is {s}.", "The first owner of {o} was {s}.", "{o} was launched by {s}."],
        [Relation.Based] =
        [
            "The largest employer in {o} is {s}.", "The company with headquarters in {o} is {s}.", "Travellers to {o} can visit {s}.",
        ],
    };

    /// <summary>Sentences of articles that state no fact.</summary>
    public static IReadOnlyList<string> Asides { get; } =
    [
        "Little is known of the years in between.", "Friends describe a quiet person with many plans.", "The early years were hard, and money was short.",
        "Much was lost in a fire, but the work went on.", "Neighbours remember long walks and few words.", "A painting in the council hall shows the scene.",
    ];

    /// <summary>Puts names into a sentence.</summary>
    public static string Fill(string wording, string subject, string @object) =>
        wording.Replace("{s}", subject, StringComparison.Ordinal).Replace("{o}", @object, StringComparison.Ordinal);
}
