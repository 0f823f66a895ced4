namespace DataCuration;

/// <summary>Writes a warning as one line.</summary>
internal static class WarningLine
{
    private static readonly Lock Gate = new();

    public static void Write(RunOptions options, string message)
    {
        string line = "warning: " + message.ReplaceLineEndings(" ");
        // A progress line is moved out of the way.
        if (options.Progress is ConsoleProgress progress) progress.WriteAround(() => Write(options.WarningWriter, line));
        else Write(options.WarningWriter, line);
    }

    private static void Write(TextWriter writer, string line)
    {
        try
        {
            lock (Gate) writer.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has no reader: a closed pipe must not end a run.
        }
    }
}
