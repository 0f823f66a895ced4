namespace DataCuration.LanguageModels;

/// <summary>
/// The prompts that ask a large general model for the programs that a ProX refiner is trained on. Their structure follows ProX, appendix A.1; the wording is
/// ours. Each can be replaced: give your set another <see cref="Version"/>.
/// </summary>
public sealed record ProXLabelPrompts
{
    private const string TextPlace = "{text}", LinesPlace = "{lines}", NoisePlace = "{noise}";

    /// <summary>The default prompts.</summary>
    public static ProXLabelPrompts Default { get; } = new();

    /// <summary>The version of the wording, for the ledger and recipes. Default: <c>prox-label-1</c>.</summary>
    public string Version
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("The prompts need a version.", nameof(value)) : value;
    } = "prox-label-1";

    /// <summary>
    /// Asks how useful a text is for a learner, from 0 to 5 points; <c>{text}</c> is the text. The answer ends with <c>LEARNING: n</c>. For parity with the
    /// paper, put FineWeb-Edu's published prompt here and change its last line to this form.
    /// </summary>
    public string Learning { get; init => field = Require(value, TextPlace); } = """
        Judge how useful the page below is for a learner at school. Give one point for each of these that holds, five at most:
        - it has some facts that matter to the subject;
        - it treats a subject that can be learned, though mixed with other material;
        - it is coherent and could be used for teaching;
        - it is focused and clear like a textbook, with little noise;
        - it is outstanding: complete in itself, step by step, easy to follow.

        The page:
        {text}

        Give your reasons in at most three sentences. Then write a last line of this form, with a whole number from 0 to 5:
        LEARNING: 0
        """;

    /// <summary>
    /// Asks how clean a text is, from 0 to 5; <c>{text}</c> is the text. The answer ends with <c>STRUCTURE: n</c>. The scale is the paper's format score.
    /// </summary>
    public string Structure { get; init => field = Require(value, TextPlace); } = """
        Judge how cleanly the text below was taken from its page. Its subject does not matter. The scale:
        0 unreadable; 1 some readable text inside markup or menus; 2 most markup is gone, but buttons, footers or other parts of the page are mixed in;
        3 mostly the document, with a few stray links, dates or captions; 4 clear paragraphs with hardly any residue; 5 nothing but the document, its
        structure intact.

        The text:
        {text}

        Give your reasons in at most three sentences. Then write a last line of this form, with a whole number from 0 to 5:
        STRUCTURE: 0
        """;

    /// <summary>
    /// Asks for a cleaning program; <c>{noise}</c> is the task of the pass and <c>{lines}</c> are the numbered lines. The answer has a fenced block with calls.
    /// </summary>
    public string Program { get; init => field = Require(Require(value, LinesPlace), NoisePlace); } = """
        You write short programs that clean the text of web pages. The text comes as numbered lines. These calls exist:
        untouch_doc() leaves everything as it is;
        remove_lines(start=A, end=B) deletes the lines from A to B, both included, with the numbers exactly as they are printed;
        normalize(source_str="...", target_str="") deletes a piece of a line.

        Your task in this pass: {noise}

        Keep titles, bylines, captions, and every line that also has text of the document; delete only the piece that does not belong, with normalize. If you are
        not sure, answer untouch_doc(). Write one or two sentences, then one fenced block that holds only calls and comments.

        Example 1
        [doc]
        [000]Home | News | Sport | Contact
        [001]Search
        [002]The river rose by two metres
        [003]After three days of rain the water reached the old bridge.
        [/doc]
        Lines 0 and 1 are a menu and a search box.
        ```
        remove_lines(start=0, end=1)
        ```

        Example 2
        [doc]
        [000]The bridge was built in 1842. Read more: https://news.example/bridge?id=7
        [001]It carries two lanes.
        [/doc]
        The address follows a sentence of the document, so only the address goes.
        ```
        normalize(source_str=" Read more: https://news.example/bridge?id=7", target_str="")
        ```

        Example 3
        [doc]
        [000]Contents of the chapter
        [001]A function maps each value to exactly one other value.
        [/doc]
        The first line is a heading of the text.
        ```
        untouch_doc()
        ```

        The page:
        [doc]
        {lines}
        [/doc]
        """;

    /// <summary>The passes over a chunk, each for one kind of noise (ProX, appendix A.1: one prompt for all kinds deleted too much). At least one.</summary>
    public IReadOnlyList<string> Passes
    {
        get;
        init => field = value is { Count: > 0 } && value.All(pass => !string.IsNullOrWhiteSpace(pass)) ? value
            : throw new ArgumentException("At least one pass is needed, each with its task.", nameof(value));
    } =
    [
        "remove menus, navigation bars, search boxes and other controls, which are mostly at the top.",
        "remove web addresses, and links that lead away from the page. A line that is only an address goes whole; an address inside a line goes alone.",
        "remove footers: copyright notices, contact lines, subscriptions, lists of other pages, and lists of references at the end.",
    ];

    /// <summary>Writes the prompts to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Version), Version);
        writer.Add(nameof(Learning), Learning);
        writer.Add(nameof(Structure), Structure);
        writer.Add(nameof(Program), Program);
        writer.Add(nameof(Passes), string.Join('\n', Passes));
    }

    internal string LearningOf(string text) => Learning.Replace(TextPlace, text, StringComparison.Ordinal);

    internal string StructureOf(string text) => Structure.Replace(TextPlace, text, StringComparison.Ordinal);

    // The page comes last: places inside it are the page's, not ours.
    internal string ProgramOf(string pass, string lines) =>
        Program.Replace(NoisePlace, pass, StringComparison.Ordinal).Replace(LinesPlace, lines, StringComparison.Ordinal);

    private static string Require(string? prompt, string place) => prompt?.Contains(place, StringComparison.Ordinal) == true ? prompt
        : throw new ArgumentException($"The prompt must contain {place}.", nameof(prompt));
}
