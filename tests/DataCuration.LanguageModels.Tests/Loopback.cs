using System.ClientModel;
using System.ClientModel.Primitives;
using DataCuration.TestKit;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using OpenAI;

namespace DataCuration.LanguageModels.Tests;

/// <summary>A test's own loopback server with the library's client or the real OpenAI client, the call layer and a temporary folder.</summary>
internal sealed class Loopback : IDisposable
{
    private readonly List<IDisposable> owned = [];

    public Loopback(Func<ChatRequest, string>? answer = null) => Server = new LoopbackChatServer(answer ?? (request => "echo: " + request.LastUser));

    public LoopbackChatServer Server { get; }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Options with short waits: tests check that a wait happens, not its length.</summary>
    public static EndpointOptions Quick { get; } =
        new()
        {
            RetryDelay = TimeSpan.FromMilliseconds(2),
            MaxRetryDelay = TimeSpan.FromMilliseconds(20),
            Timeout = TimeSpan.FromSeconds(20),
            StartupTimeout = TimeSpan.FromMilliseconds(300),
        };

    public static IChatClient Client(Uri address, int clientRetries = 0)
    {
        var options = new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(clientRetries) };
        return new OpenAIClient(new ApiKeyCredential("none"), options).GetChatClient("loopback").AsIChatClient();
    }

    public static IChatClient OwnClient(Uri address, ChatCompletionsOptions? server = null) => new ChatCompletionsClient(address, "loopback", server);

    public LanguageModelCalls Calls(EndpointOptions? endpoint = null, CallOptions? options = null, string ledger = "ledger") =>
        Calls(Ledger(ledger), endpoint, options);

    public LanguageModelCalls Calls(CallLedger ledger, EndpointOptions? endpoint = null, CallOptions? options = null) =>
        Calls(ledger, OwnClient(Server.Address), endpoint ?? Quick, options);

    public LanguageModelCalls Calls(CallLedger ledger, IChatClient client, EndpointOptions endpoint, CallOptions? options = null)
    {
        var made = new LanguageModelEndpoint(client, endpoint, logger: NullLogger.Instance); // tests of warnings make their own
        owned.Add(made);
        return new(made, ledger, options);
    }

    public CallLedger Ledger(string name = "ledger", int rank = 0)
    {
        CallLedger ledger = CallLedger.Open(Folder[name], rank);
        owned.Add(ledger);
        return ledger;
    }

    public static LanguageModelCall Call(string prompt, string id = "d1", int attempt = 0) =>
        new() { DocumentId = id, Task = "test", PromptVersion = "1", Messages = [new ChatMessage(ChatRole.User, prompt)], Attempt = attempt };

    public static LanguageModelAnswer Answer(string text, long inputTokens = 1, long outputTokens = 1) =>
        new() { Text = text, FinishReason = "stop", Model = "m", InputTokens = inputTokens, OutputTokens = outputTokens };

    public static LedgerEntry Entry(LanguageModelAnswer answer, string id = "d1", string parameters = "") =>
        new() { DocumentId = id, Task = "test", PromptVersion = "1", Parameters = parameters, Answer = answer };

    public void Dispose()
    {
        foreach (IDisposable one in owned) one.Dispose();
        Server.Dispose();
        Folder.Dispose();
    }
}
