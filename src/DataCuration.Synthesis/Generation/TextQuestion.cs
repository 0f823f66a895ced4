using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Synthesis;

/// <summary>A question to a model whose answer is a text.</summary>
/// <param name="Step">The step within the method, for the call's task.</param>
/// <param name="PromptVersion">The version of the prompt; part of the ledger's key.</param>
/// <param name="Messages">The messages.</param>
/// <param name="Parameters">The sampling parameters. At temperature 0 one sample is asked for.</param>
internal sealed record TextQuestion(string Step, string PromptVersion, IReadOnlyList<ChatMessage> Messages, CallParameters Parameters)
{
    /// <summary>Checks an answer that is no refusal, and may change it; null to accept every answer.</summary>
    public Func<string, TextCheck>? Check { get; init; }
}
