namespace DataCuration.TestKit.LanguageModels;

/// <summary>
/// Which requests go wrong and how: a function of a seed, the request's text and how often that text came, so that a run's faults do not depend on the order in which its requests arrive.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="shares">The share of each fault; together at most 1.</param>
public sealed class FaultSchedule(ulong seed, params (ServerFault Fault, double Share)[] shares)
{
    /// <summary>No faults.</summary>
    public static FaultSchedule None { get; } = new(0);

    /// <summary>The fault of a request.</summary>
    /// <param name="text">Its messages.</param>
    /// <param name="time">How often it came before, from 0.</param>
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
