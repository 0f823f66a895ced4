using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>Reports a problem with files or arguments in one line and ends the verb with exit code 1.</summary>
internal static class FastTextCommandErrors
{
    public static int Guard(ParseResult parsed, Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or FormatException
            or InvalidOperationException or OverflowException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"error: {e.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }
}
