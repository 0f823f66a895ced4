using System.Text;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>Estimates the tokens that a call will use, for budgets and rate limits.</summary>
/// <param name="encoder">Counts the prompt's tokens; null to use <see cref="TokenEstimate"/>.</param>
/// <param name="outputTokens">The answer's length for calls without <see cref="CallParameters.MaxOutputTokens"/>.</param>
internal sealed class CallEstimator(ITokenEncoder? encoder, int outputTokens)
{
    public TokenCounts Estimate(LanguageModelCall call) => new(CountInput(call), call.Parameters.MaxOutputTokens ?? outputTokens);

    private long CountInput(LanguageModelCall call)
    {
        if (encoder is null) return TokenEstimate.Of(call.Messages);
        var tokens = new List<int>();
        foreach (ChatMessage message in call.Messages) encoder.Encode(Encoding.UTF8.GetBytes(message.Text), tokens);
        return tokens.Count + (long)TokenEstimate.TokensPerMessage * call.Messages.Count;
    }
}
