using System.CommandLine;
using DataCuration.Throughput;

var root = new RootCommand("Throughput of DataCuration's stages, through the public API, on corpora of any size.")
{
    DsirCommand.Create(),
    GenerateCommand.Create(),
    ExtractCommand.Create(),
    WarcCommand.Create(),
    PdfCommand.Create(),
    HostileCommand.Create(),
    FastTextCommand.Create(),
    LedgerCommand.Create(),
    SortCommand.Create(),
    MinHashCommand.Create(),
    DedupCommand.Create(),
    MaskCommand.Create(),
    MojibakeCommand.Create(),
    GraphsCommand.Create(),
    SubstringsCommand.Create(),
    UnionFindCommand.Create(),
    SchedulerCommand.Create(),
    ProXCommand.Create(),
    RougeCommand.Create(),
    FiltersCommand.Create(),
    ProfilesCommand.Create(),
    TokenizersCommand.Create(),
    TrainTokenizerCommand.Create(),
    ExtendTokenizerCommand.Create(),
    NGramsCommand.Create(),
    LawsCommand.Create(),
    TransportCommand.Create(),
    SelectorsCommand.Create(),
    KMeansCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
