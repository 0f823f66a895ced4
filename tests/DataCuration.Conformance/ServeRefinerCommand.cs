using System.CommandLine;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Conformance;

/// <summary>The verb <c>serve-refiner</c>.</summary>
internal static class ServeRefinerCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The port on this machine.", DefaultValueFactory = _ => 8_123 };
        var command = new Command("serve-refiner", "Serves a stand-in for ProX's models, with simple rules, by the chat-completions protocol on this machine, "
            + "until Ctrl-C. It shows how a run works, not how good a refiner is.") { port };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var server = new LoopbackChatServer(RuleDrivenRefiner.Answer, parsed.GetValue(port));
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
