using DataCuration.TestKit;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

public sealed class ProXTemplateTests : IDisposable
{
    private readonly Loopback loopback;
    private readonly RunFolder folder = new();
    private Func<ChatRequest, string?> other = _ => null;

    public ProXTemplateTests() => loopback = new(request => other(request) ?? "I am a helpful assistant.");

    public void Dispose()
    {
        loopback.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void BuildMessages_Presets_AreThePublishedForms()
    {
        Assert.Equal([(ChatRole.System, "You are a helpful, respectful and honest assistant."), (ChatRole.User, "a {system} {user}")], Of(ProXTemplate.Server));
        Assert.Equal([(ChatRole.User, "[INST] <<SYS>>\nYou are a helpful, respectful and honest assistant.\n<</SYS>>\n\na {system} {user} [/INST]")],
            Of(ProXTemplate.Llama2System));
        Assert.Equal([(ChatRole.User, "[INST] a {system} {user} [/INST]")], Of(ProXTemplate.Llama2));
        Assert.Equal([(ChatRole.User, "a {system} {user}")], Of(ProXTemplate.Plain));
        Assert.Equal("<|im_start|>assistant\n", Of(ProXTemplate.ChatMl)[0].Text[^22..]);

        static List<(ChatRole Role, string Text)> Of(ProXTemplate template) =>
            [.. template.BuildMessages(" a {system} {user}\n").Select(message => (message.Role, message.Text))];
    }

    [Theory]
    [InlineData("no place")]
    [InlineData("{user} and {user}")]
    public void Pattern_WithoutOnePlace_IsRefused(string pattern) =>
        Assert.Throws<ArgumentException>(() => new ProXTemplate { Name = "own", Pattern = pattern });

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a b")]
    public void Name_OtherThanLettersDigitsAndHyphens_IsRefused(string name) => Assert.Throws<ArgumentException>(() => new ProXTemplate { Name = name });

    [Fact]
    public async Task Test_RefinerThatKnowsOneTemplate_FindsIt()
    {
        // A model that was trained on Llama 2's form without a system message writes calls only for it.
        other = request => request.LastUser.StartsWith("[INST] [doc]", StringComparison.Ordinal)
            ? RuleDrivenRefiner.Answer(request) : null;
        Corpus pages = Corpus.FromDocuments(Enumerable.Range(0, 8).Select(i => RuleDrivenRefiner.Page($"p{i}", 2)));
        LanguageModelCalls calls = loopback.Calls();
        ProXTemplateReport report = await pages.FitAsync(new ProXTemplateTest(calls), folder.Run());
        Assert.Equal("llama2", report.Best);
        Assert.Equal(ProXTemplate.All.Select(template => template.Name), report.Scores.Select(score => score.Template));
        Assert.Equal([0, 0, 8, 0, 0], report.Scores.Select(score => score.WithCalls));
        Assert.All(report.Scores, score => Assert.Equal((8, 8), (score.Documents, score.Kept)));
        Assert.Contains("Use the template 'llama2'.", report.ToString(), StringComparison.Ordinal);
        long requests = loopback.Server.Requests;
        ProXTemplateReport again = await pages.FitAsync(new ProXTemplateTest(calls), folder.Run());
        Assert.Equal(report.Scores, again.Scores);
        Assert.Equal(requests, loopback.Server.Requests);
    }

    [Fact]
    public async Task Test_ModelThatIsNoRefiner_SaysSo()
    {
        Corpus pages = Corpus.FromDocuments(Enumerable.Range(0, 3).Select(i => RuleDrivenRefiner.Page($"p{i}", 2)));
        ProXTemplateReport report = await pages.FitAsync(new ProXTemplateTest(loopback.Calls()), folder.Run());
        Assert.Null(report.Best);
        Assert.Contains("No template passes.", report.ToString(), StringComparison.Ordinal);
    }
}
