using System.ClientModel;
using System.ClientModel.Primitives;
using DataCuration.TestKit;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;
using OpenAI;

namespace DataCuration.LanguageModels.Tests;

/// <summary>The loopback server, the real OpenAI client on it, and the call layer on that, in a folder of a test's own.</summary>
internal sealed class Loopback : IDisposable
{
    private readonly List<IDisposable> owned = [];

    public Loopback(Func<ChatRequest, string>? answer = null) => Server = new LoopbackChatServer(answer ?? (request => "echo: " + request.LastUser));

    public LoopbackChatServer Server { get; }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Short waits: what is tested is that they are made, not how long they are.</summary>
    public static EndpointOptions Quick { get; } = new() { RetryDelay = TimeSpan.FromMilliseconds(2), MaxRetryDelay = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(20) };

    public static IChatClient Client(Uri address, int clientRetries = 0)
    {
        var options = new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(clientRetries) };
        return new OpenAIClient(new ApiKeyCredential("none"), options).GetChatClient("loopback").AsIChatClient();
    }

    public LanguageModelCalls Calls(EndpointOptions? endpoint = null, CallOptions? options = null, string ledger = "ledger") => Calls(Ledger(ledger), endpoint, options);

    public LanguageModelCalls Calls(CallLedger ledger, EndpointOptions? endpoint = null, CallOptions? options = null) => Calls(ledger, Client(Server.Address), endpoint ?? Quick, options);

    public LanguageModelCalls Calls(CallLedger ledger, IChatClient client, EndpointOptions endpoint, CallOptions? options = null)
    {
        var made = new LanguageModelEndpoint(client, endpoint);
        owned.Add(made);
        return new(made, ledger, options);
    }

    public CallLedger Ledger(string name = "ledger", int rank = 0)
    {
        CallLedger ledger = CallLedger.Open(Folder[name], rank);
        owned.Add(ledger);
        return ledger;
    }

    public static LanguageModelCall Call(string prompt, string id = "d1", int attempt = 0) => new(id, "test", "1", [new ChatMessage(ChatRole.User, prompt)]) { Attempt = attempt };

    public void Dispose()
    {
        foreach (IDisposable one in owned) one.Dispose();
        Server.Dispose();
        Folder.Dispose();
    }
}
