using System.CommandLine;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Conformance;

/// <summary>The verbs <c>serve-refiner</c> and <c>serve-entigraph</c>: stand-ins for models, with which the samples' answers are recorded.</summary>
internal static class ServeCommand
{
    public static Command ForProX() => Create("serve-refiner", "ProX's models", RuleDrivenRefiner.Answer);

    public static Command ForEntiGraph() => Create("serve-entigraph", "EntiGraph's model", RuleDrivenEntiGraph.Answer);

    private static Command Create(string name, string replaced, Func<ChatRequest, string> answer)
    {
        var port = new Option<int>("--port") { Description = "The port on this machine.", DefaultValueFactory = _ => 8_123 };
        var command = new Command(name, $"Serves a stand-in for {replaced}, with simple rules, by the chat-completions protocol on this machine, "
            + "until Ctrl-C. It shows how a run works, not how good a model is.") { port };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var server = new LoopbackChatServer(answer, parsed.GetValue(port));
            Console.WriteLine($"{server.Address}");
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how it ends.
            }
            return 0;
        });
        return command;
    }
}
