using System.CommandLine;
using DataCuration.Throughput;

var root = new RootCommand("Throughput of DataCuration's stages, through the public API, on corpora of any size.")
{
    DsirCommand.Create(),
    GenerateCommand.Create(),
    ExtractCommand.Create(),
    WarcCommand.Create(),
    PdfCommand.Create(),
    FastTextCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
