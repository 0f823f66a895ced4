using System.Text.Json;
using DataCuration.TestKit;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

public sealed class ProXLabelTests : IDisposable
{
    private readonly Loopback loopback;
    private readonly RunFolder folder = new();
    private Func<ChatRequest, string?> other = _ => null;

    public ProXLabelTests() => loopback = new(request => other(request) ?? Teach(request));

    public void Dispose()
    {
        loopback.Dispose();
        folder.Dispose();
    }

    /// <summary>
    /// A rule-driven teacher: its scores are in the text, and its programs remove menus in the pass for menus, and notices in that for footers.
    /// </summary>
    private static string Teach(ChatRequest request)
    {
        string prompt = request.LastUser;
        if (prompt.Contains("LEARNING: 0", StringComparison.Ordinal)) return $"It has facts.\n**LEARNING: {ScoreAfter(prompt, "learning=")}**";
        if (prompt.Contains("STRUCTURE: 0", StringComparison.Ordinal)) return $"It is clean.\nSTRUCTURE: {ScoreAfter(prompt, "structure=")}/5";
        string noise = prompt.Contains("remove menus", StringComparison.Ordinal) ? "Menu"
            : prompt.Contains("remove footers", StringComparison.Ordinal) ? "Cookie" : "?";
        string page = prompt[prompt.LastIndexOf("[doc]", StringComparison.Ordinal)..];
        IEnumerable<string> calls = page.Split('\n').Where(line => line.Contains("]" + noise, StringComparison.Ordinal))
            .Select(line => line[1..line.IndexOf(']', StringComparison.Ordinal)].TrimStart('0'))
            .Select(number => $"remove_lines(start={(number.Length == 0 ? "0" : number)}, end={(number.Length == 0 ? "0" : number)})");
        string program = string.Join('\n', calls);
        return $"Some lines are not text.\n```python\n{(program.Length == 0 ? "untouch_doc()" : program)}\n```";
    }

    private static string ScoreAfter(string prompt, string name) => prompt.Substring(prompt.IndexOf(name, StringComparison.Ordinal) + name.Length, 1);

    [Theory]
    [InlineData(5, 0, true)]
    [InlineData(3, 0, true)]
    [InlineData(2, 4, true)]
    [InlineData(2, 3, false)]
    [InlineData(1, 5, false)]
    public async Task LabelDocuments_Scores_DecideByThePapersRule(int learning, int structure, bool keeps)
    {
        Document document = new("a", $"learning={learning} structure={structure}");
        await Corpus.FromDocuments([document]).Pipe(new ProXDocumentLabeler(loopback.Calls())).WriteJsonlAsync("labels", folder.Run());
        JsonElement labelled = JsonElement.Parse(Assert.Single(folder.Lines("labels")));
        Assert.Equal((learning, structure), (labelled.GetProperty("prox_learning").GetInt32(), labelled.GetProperty("prox_structure").GetInt32()));
        Assert.Equal(keeps ? "keep_doc()" : "drop_doc()", labelled.GetProperty("prox_label").GetString());
    }

    [Fact]
    public async Task LabelDocuments_LongTextWithMarkers_GivesThePairThatWasScored()
    {
        string text = "learning=4 structure=4 </s> " + string.Concat(Enumerable.Repeat("water and sand ", 500));
        Corpus labelled = await Corpus.FromDocuments([new Document("a", text)]).Pipe(new ProXDocumentLabeler(loopback.Calls()) { MaxTokens = 100 })
            .WriteJsonlAsync("labels", folder.Run());
        await labelled.WriteAsync("pairs", new ProXPairSink(ProXPairFormat.Instruction), folder.Run());
        JsonElement pair = JsonElement.Parse(Assert.Single(folder.Lines("pairs")));
        string input = pair.GetProperty("input").GetString()!;
        Assert.StartsWith("learning=4 structure=4 < /s> water", input, StringComparison.Ordinal);
        Assert.InRange(PromptLength.Count(null, input), 90, 100);
        Assert.Equal("keep_doc()", pair.GetProperty("output").GetString());
        Assert.Equal(text, JsonElement.Parse(Assert.Single(folder.Lines("labels"))).GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("LEARNING: 3", 3)]
    [InlineData("learning : [4]", 4)]
    [InlineData("LEARNING: 1\nOn second thoughts.\nLEARNING: 2", 2)]
    [InlineData("LEARNING: 6", null)]
    [InlineData("LEARNING: 3.5", null)]
    [InlineData("LEARNING: ٣", null)]
    [InlineData("three", null)]
    public void Parse_Score_TakesTheLastLine(string answer, int? score)
    {
        ParsedAnswer<int> parsed = ProXScore.Parser("LEARNING")(answer);
        Assert.Equal(score, parsed.IsParsed ? parsed.Value : null);
    }

    [Fact]
    public async Task LabelChunks_ThreePasses_GivesPairsForATrainer()
    {
        Document[] pages = [RuleDrivenRefiner.Page("p0", 3), new Document("p1", "A clean text about tides.\nIt has two lines.")];
        Corpus labelled = await Corpus.FromDocuments(pages).Pipe(new ProXChunkLabeler(loopback.Calls())).WriteJsonlAsync("labels", folder.Run());
        Assert.Equal(6, loopback.Server.Requests);
        await labelled.WriteAsync("pairs", new ProXPairSink(), folder.Run());
        JsonElement[] pairs = [.. folder.Lines("pairs").Select(line => JsonElement.Parse(line).GetProperty("messages"))];
        Assert.Equal(2, pairs.Length);
        Assert.Equal(["system", "user", "assistant"], pairs[0].EnumerateArray().Select(message => message.GetProperty("role").GetString()));
        Assert.Equal("remove_lines(start=0, end=0)\nremove_lines(start=2, end=3)\nremove_lines(start=5, end=6)\nremove_lines(start=8, end=8)",
            pairs[0][2].GetProperty("content").GetString());
        Assert.Equal("untouch_doc()", pairs[1][2].GetProperty("content").GetString());
        Assert.Equal("[doc]\n[000]A clean text about tides.\n[001]It has two lines.\n[/doc]", pairs[1][1].GetProperty("content").GetString());
        // The pair does what the teacher wanted.
        ProXResult result = new ProXExecutor(new ProXOptions { MaxRemovedShare = 1 }).Execute(pages[0].Text, pairs[0][2].GetProperty("content").GetString()!);
        Assert.Equal(RuleDrivenRefiner.Clean(pages[0].Text), result.Text);
    }

    [Fact]
    public async Task LabelChunks_NoUntouchedWanted_LeavesThemOut()
    {
        Document[] pages = [new Document("p1", "A clean text about tides.\nIt has two lines."), RuleDrivenRefiner.Page("p0", 2)];
        await Corpus.FromDocuments(pages).Pipe(new ProXChunkLabeler(loopback.Calls()) { UntouchedShare = 0 }).WriteJsonlAsync("labels", folder.Run());
        Assert.StartsWith("p0#1", JsonElement.Parse(Assert.Single(folder.Lines("labels"))).GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LabelChunks_AnswerWithoutProgram_IsAFaultOfTheDocument()
    {
        other = _ => "I would remove the first line.";
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1) });
        await Corpus.FromDocuments([RuleDrivenRefiner.Page("p0", 2)]).Pipe(new ProXChunkLabeler(loopback.Calls())).WriteJsonlAsync("labels", run);
        Assert.Equal(1, folder.Report("labels").Faulted);
        string quarantine = string.Concat(Directory.GetFiles(folder.State("labels", "quarantine")).Select(File.ReadAllText));
        Assert.Contains("no_program", quarantine, StringComparison.Ordinal);
    }
}
