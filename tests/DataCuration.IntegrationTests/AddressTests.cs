using DataCuration.FastText;
using DataCuration.LanguageModels;
using DataCuration.Onnx;
using DataCuration.Selection;
using DataCuration.TestKit;
using DataCuration.Tokenization;
using DataCuration.Training.TorchSharp;

namespace DataCuration.IntegrationTests;

/// <summary>An address in the place of a model, a list, a tokenizer or a folder is refused with what to do, before anything is created.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private delegate void Open(string address, string local, OnnxTokenizer tokenizer);

    private static Dictionary<string, Open> Openings { get; } = new(StringComparer.Ordinal)
    {
        ["fastText model"] = (address, _, _) => FastTextModel.Load(address),
        ["training text"] = (address, _, _) => FastTextTrainer.Train(address),
        ["word vectors"] = (address, local, _) => FastTextTrainer.Train(local, new FastTextTrainingOptions { PretrainedVectors = address }),
        ["training text of the tuner"] = (address, local, _) => FastTextAutotuner.Tune(address, local),
        ["validation text"] = (address, local, _) => FastTextAutotuner.Tune(local, address),
        ["ONNX scorer"] = (address, _, tokenizer) => new OnnxTextScorer(address, tokenizer),
        ["ONNX embedder"] = (address, _, tokenizer) => new OnnxEmbedder(address, tokenizer),
        ["vocabulary of BERT"] = (address, _, _) => OnnxTokenizer.FromVocabulary(address),
        ["tokenizer.json"] = (address, _, _) => OnnxTokenizer.FromTokenizerJson(address),
        ["vocabulary"] = (address, local, _) => TokenizerEncoder.FromBpeFiles(address, local),
        ["merges"] = (address, local, _) => TokenizerEncoder.FromBpeFiles(local, address),
        ["SentencePiece model"] = (address, _, _) => TokenizerEncoder.FromSentencePieceFile(address),
        ["DataMan student"] = (address, _, _) => DataManStudent.Load(address),
        ["ledger"] = (address, _, _) => CallLedger.Open(address),
        ["checkpoint"] = (address, _, _) => TorchSharpModel.Load(address),
        ["public suffix list"] = (address, _, _) => PublicSuffixList.Load(address),
        ["token shards"] = (address, _, _) => TokenShards.Open(address),
        ["keep list"] = (address, _, _) => KeepList.Load(address),
        ["run report"] = (address, _, _) => RunReport.Load(address),
        ["status"] = (address, _, _) => CurationRun.ReadStatus(address),
        ["DSIR model"] = (address, _, _) => DsirModel.Load(address),
        ["classifier"] = (address, _, _) => TrainedClassifier.Load(address),
        ["annotation report"] = (address, _, _) => AnnotationReport.Load(address),
        ["calibration"] = (address, _, _) => CalibrationReport.Load(address),
        ["evaluation"] = (address, _, _) => ClassifierEvaluation.Load(address),
        ["WARC file"] = (address, _, _) => WarcReader.Open(address),
    };

    public static TheoryData<string> Names => [.. Openings.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_Address_SaysWhatToDo(string name)
    {
        folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
        folder.Write("local.json", "{\"a\":0}");
        OnnxTokenizer tokenizer = OnnxTokenizer.FromVocabulary(folder["vocab.txt"]);
        foreach ((string address, string advice) in new[]
        {
            ("hf://owner/name/model.bin", "hf download"), ("s3://bucket/model.bin", "aws s3"), ("https://host/model.bin", "curl -LO"),
        })
        {
            ArgumentException e = Assert.Throws<ArgumentException>(() => Openings[name](address, folder["local.json"], tokenizer));
            Assert.Contains($"'{address}", e.Message, StringComparison.Ordinal);
            Assert.Contains("is an address", e.Message, StringComparison.Ordinal);
            Assert.Contains(advice, e.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(address.Split('/')[0]));
        }
    }
}
