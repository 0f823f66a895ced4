using System.Diagnostics;
using System.Globalization;
using DataCuration;
using DataCuration.IntegrationTests.Worker;

// A whole recipe in one process, for tests that kill it. It prints its position on standard output, one line for each step.
WorkerOptions options = WorkerOptions.Parse(args);
if (options.Signals.Length > 0) return await SignalRecipe.RunAsync(options).ConfigureAwait(false);
try
{
    string result = await (options.Extract ? ExtractionRecipe.RunAsync(options) : options.Calls ? CallsRecipe.RunAsync(options)
        : options.Dedup ? DedupRecipe.RunAsync(options) : Recipe.RunAsync(options))
        .ConfigureAwait(false);
    Probe.Say("peak", Process.GetCurrentProcess().PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    Probe.Say("done", result);
    return 0;
}
catch (PhaseIncompleteException exception)
{
    Probe.Say("incomplete", exception.Message);
    return PhaseIncompleteException.ExitCode;
}
catch (Exception exception) when (exception is CurationException or IOException)
{
    Probe.Say("failed", exception.Message.ReplaceLineEndings(" | "));
    return 1;
}
