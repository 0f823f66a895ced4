namespace DataCuration.TestKit.LanguageModels;

/// <summary>
/// Decides which requests fail and how. The decision depends on a seed, the request's text and the number of earlier requests with that text. So a run's
/// faults do
/// not depend on the order in which its requests arrive.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="shares">The share of each fault; the sum is at most 1.</param>
public sealed class FaultSchedule(ulong seed, params (ServerFault Fault, double Share)[] shares)
{
    /// <summary>No faults.</summary>
    public static FaultSchedule None { get; } = new(0);

    /// <summary>Chooses the fault of a request.</summary>
    /// <param name="text">Its messages.</param>
    /// <param name="time">The number of earlier requests with this text.</param>
    public ServerFault Choose(string text, int time)
    {
        SeededRandom random = SeededRandom.Create(seed + (ulong)time, "fault", text);
        double drawn = random.NextDouble();
        foreach ((ServerFault fault, double share) in shares)
        {
            drawn -= share;
            if (drawn < 0) return fault;
        }
        return ServerFault.None;
    }
}
