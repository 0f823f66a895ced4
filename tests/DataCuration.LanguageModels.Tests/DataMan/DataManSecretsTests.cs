using System.ClientModel;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;
using OpenAI;

namespace DataCuration.LanguageModels.Tests;

public sealed class DataManSecretsTests : IDisposable
{
    private readonly Loopback loopback = new(RuleDrivenRater.Answer);

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Rate_WorkDirectory_HoldsNoKeyAndNoAddress()
    {
        // Recipes and manifests are kept, copied and shown in messages. What opens a service must not be among their parts.
        const string Key = "key-8d1f0c2b9a7e4455";
        var options = new OpenAIClientOptions { Endpoint = loopback.Server.Address };
        IChatClient client = new OpenAIClient(new ApiKeyCredential(Key), options).GetChatClient("loopback").AsIChatClient();
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), client, Loopback.Quick);
        var random = new SeededRandom(5);
        Document[] documents = [.. Enumerable.Range(0, 10).Select(i => new Document($"d{i}", RuleDrivenRater.MakeText(new SeededRandom(random.NextUInt64()))))];
        using var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work"], Faults = FaultPolicy.Quarantine(0.5) });
        await Corpus.FromDocuments(documents).Pipe(new DataManRater(calls))
            .WriteJsonlAsync("rated", run, cancellationToken: TestContext.Current.CancellationToken);
        string[] files = Directory.GetFiles(loopback.Folder["work"], "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("recipe.json", StringComparison.Ordinal));
        foreach (string file in files)
        {
            string text = File.ReadAllText(file);
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(loopback.Server.Address.Authority, text, StringComparison.Ordinal);
        }
    }
}
