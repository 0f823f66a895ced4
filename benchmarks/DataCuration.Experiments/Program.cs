using System.CommandLine;
using DataCuration.Experiments.Clean;
using DataCuration.Experiments.Teach;

var root = new RootCommand("Experiments that train small models: does synthetic text teach, and does refinement clean?")
{
    TeachCommand.Create(),
    CleanCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
