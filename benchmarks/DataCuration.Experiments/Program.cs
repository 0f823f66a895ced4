using System.CommandLine;
using DataCuration.Experiments.Clean;
using DataCuration.Experiments.Generate;
using DataCuration.Experiments.Mix;
using DataCuration.Experiments.Pretrain;
using DataCuration.Experiments.Refine;
using DataCuration.Experiments.Select;
using DataCuration.Experiments.Teach;

var root = new RootCommand("Experiments that train small models: does synthetic text teach, does refinement clean, and how fast is the training?")
{
    TeachCommand.Create(),
    CleanCommand.Create(),
    PretrainCommand.Create(),
    GenerateCommand.Create(),
    LocalCommand.Create(),
    RefinerCommand.Create(),
    SelectionBenchCommand.Create(),
    MixturesCommand.Create(),
};
// These handle signals themselves: they need the time for a checkpoint.
var configuration = new InvocationConfiguration();
if (args is ["pretrain", "run", ..] or ["selection-bench" or "mixtures", ..]) configuration.ProcessTerminationTimeout = null;
return await root.Parse(args).InvokeAsync(configuration).ConfigureAwait(false);
