namespace DataCuration.FastText.Tests;

/// <summary>
/// Training on one thread compared with the C++ program: the files must be equal, byte by byte. The program reads <c>-lr</c> and <c>-t</c> in single
/// precision.
/// </summary>
public sealed class FastTextTrainerProgramTests(FastTextProgram program) : IClassFixture<FastTextProgram>
{
    private static readonly FastTextTrainingOptions Small = new() { Dimension = 10, Epochs = 4 };

    public static TheoryData<string, string, FastTextTrainingOptions> Cases => new()
    {
        { "softmax", "supervised -dim 10 -epoch 4 -loss softmax", Small },
        { "softmax-all", "supervised -dim 13 -epoch 3 -minn 1 -maxn 3 -wordNgrams 3 -bucket 5000 -lr 0.5 -seed 9 -minCount 2 -minCountLabel 3 -lrUpdateRate 7",
            new()
        {
            Dimension = 13,
            Epochs = 3,
            MinimumSubword = 1,
            MaximumSubword = 3,
            WordNGrams = 3,
            Buckets = 5000,
            LearningRate = 0.5,
            Seed = 9,
            MinimumCount = 2,
            MinimumLabelCount = 3,
            LearningRateUpdateRate = 7
        } },
        { "hs", "supervised -dim 10 -epoch 4 -loss hs -minn 2 -maxn 4 -bucket 2000",
            Small with { Loss = FastTextLoss.HierarchicalSoftmax, MinimumSubword = 2, MaximumSubword = 4, Buckets = 2000 } },
        { "ns", "supervised -dim 10 -epoch 4 -loss ns -neg 9", Small with { Loss = FastTextLoss.NegativeSampling, Negatives = 9 } },
        { "ova", "supervised -dim 10 -epoch 4 -loss ova -wordNgrams 2 -bucket 1000",
            Small with { Loss = FastTextLoss.OneVsAll, WordNGrams = 2, Buckets = 1000 } },
        { "label", "supervised -dim 10 -epoch 4 -label __label__l", Small with { LabelPrefix = "__label__l" } },
        { "skipgram", "skipgram -dim 8 -epoch 2 -bucket 3000 -minCount 2 -t 0.01 -ws 3", new()
        {
            Kind = FastTextModelKind.SkipGram,
            Dimension = 8,
            Epochs = 2,
            Buckets = 3000,
            MinimumCount = 2,
            SamplingThreshold = 0.01f,
            ContextWindow = 3
        } },
        { "skipgram-words", "skipgram -dim 8 -epoch 2 -maxn 0 -bucket 100 -loss softmax",
            new() { Kind = FastTextModelKind.SkipGram, Dimension = 8, Epochs = 2, MaximumSubword = 0, Buckets = 100, Loss = FastTextLoss.Softmax } },
        { "cbow", "cbow -dim 8 -epoch 2 -bucket 3000 -loss hs",
            new() { Kind = FastTextModelKind.ContinuousBagOfWords, Dimension = 8, Epochs = 2, Buckets = 3000, Loss = FastTextLoss.HierarchicalSoftmax } },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Train_OneThread_WritesTheFilesOfTheProgram(string name, string arguments, FastTextTrainingOptions options)
    {
        program.Require();
        string theirs = Path.Combine(program.Folder, name + "-theirs"), ours = Path.Combine(program.Folder, name + "-ours");
        program.Run($"{arguments} -input {program.TrainingFile} -output {theirs} -thread 1 -verbose 0 -saveOutput");
        FastTextModel model = FastTextTrainer.Train(program.TrainingFile, options, cancellationToken: TestContext.Current.CancellationToken);
        model.Save(ours + ".bin");
        model.SaveVectors(ours + ".vec");
        model.SaveOutputVectors(ours + ".output");
        Assert.Equal(File.ReadAllBytes(theirs + ".bin"), File.ReadAllBytes(ours + ".bin"));
        Assert.Equal(File.ReadAllText(theirs + ".vec"), File.ReadAllText(ours + ".vec"));
        Assert.Equal(File.ReadAllText(theirs + ".output"), File.ReadAllText(ours + ".output"));
        Assert.Equal(FastTextModel.Load(ours + ".bin").Fingerprint, model.Fingerprint);
    }

    [Theory]
    [InlineData("no-end", false, "a b\nc __label__x d")]
    [InlineData("odd", true, "__label__a one\0two\v three\n\n  \n__label__b four </s> five __label__a six\r\n__label__a\none two three four five six\n")]
    public void Train_OddTexts_ReadsThemAsTheProgramDoes(string name, bool repeats, string text)
    {
        program.Require();
        string file = Path.Combine(program.Folder, name + ".txt"), theirs = Path.Combine(program.Folder, name + "-theirs");
        File.WriteAllText(file, repeats ? string.Concat(Enumerable.Repeat(text, 300))
            : string.Concat(Enumerable.Repeat(text + "\n__label__y a\n", 200)) + text);
        program.Run($"supervised -dim 5 -epoch 7 -wordNgrams 2 -bucket 50 -input {file} -output {theirs} -thread 1 -verbose 0");
        FastTextModel model = FastTextTrainer.Train(file, new() { Dimension = 5, Epochs = 7, WordNGrams = 2, Buckets = 50 },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(FastTextModel.Load(theirs + ".bin").Fingerprint, model.Fingerprint);
    }

    /// <summary>
    /// 20,000 words, most with the same frequency: the sort decides their order. The lines are longer than the 1,024 words at which they are cut for word
    /// vectors.
    /// </summary>
    [Theory]
    [InlineData("supervised", FastTextModelKind.Supervised)]
    [InlineData("cbow", FastTextModelKind.ContinuousBagOfWords)]
    public void Train_ManyEqualCounts_SortsAsTheProgramDoes(string command, FastTextModelKind kind)
    {
        program.Require();
        SeededRandom random = SeededRandom.Create(3, "ties", "words");
        string file = Path.Combine(program.Folder, "ties.txt"), theirs = Path.Combine(program.Folder, command + "-ties");
        File.WriteAllLines(file, Enumerable.Range(0, 25)
            .Select(line => $"__label__{line % 3} " + string.Join(' ', Enumerable.Range(0, 1500).Select(_ => "w" + random.NextUInt64() % 20_000))));
        program.Run($"{command} -dim 2 -epoch 1 -minCount 1 -maxn 0 -bucket 1 -input {file} -output {theirs} -thread 1 -verbose 0");
        FastTextModel model = FastTextTrainer.Train(file, new() { Kind = kind, Dimension = 2, Epochs = 1, MinimumCount = 1, MaximumSubword = 0, Buckets = 1 },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(FastTextModel.Load(theirs + ".bin").Fingerprint, model.Fingerprint);
    }

    [Fact]
    public void Train_PretrainedVectors_StartsFromThem()
    {
        program.Require();
        string vectors = Path.Combine(program.Folder, "pretrained"), theirs = Path.Combine(program.Folder, "from-pretrained");
        program.Run($"skipgram -dim 6 -minCount 1 -bucket 100 -epoch 1 -input {program.TestFile} -output {vectors} -thread 1 -verbose 0");
        program.Run($"supervised -dim 6 -input {program.TrainingFile} -output {theirs} -thread 1 -verbose 0 -pretrainedVectors {vectors}.vec");
        FastTextModel model = FastTextTrainer.Train(program.TrainingFile, new() { Dimension = 6, PretrainedVectors = vectors + ".vec" },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(FastTextModel.Load(theirs + ".bin").Fingerprint, model.Fingerprint);
    }

    [Theory]
    [InlineData("plain", "", 0, false, false, false, 2, false)]
    [InlineData("norm", "-qnorm -dsub 3", 0, false, true, false, 3, false)]
    [InlineData("all", "-qnorm -qout -dsub 4", 0, false, true, true, 4, true)]
    [InlineData("cutoff", "-qnorm -cutoff 400", 400, false, true, false, 2, false)]
    [InlineData("retrain", "-cutoff 300 -retrain -epoch 2 -lr 0.2", 300, true, false, false, 2, false)]
    public void Quantize_AnyOptions_PredictsAsTheProgramsModel(string name, string arguments, int cutoff, bool retrain, bool norm,
        bool output, int width, bool manyLabels)
    {
        program.Require();
        string file = program.Train("quantize-" + name, "-minn 2 -maxn 4 -wordNgrams 2 -bucket 2000", arguments, manyLabels),
            training = program.TrainingFile + (manyLabels ? "-many" : "");
        var options = new FastTextQuantizationOptions
        {
            Cutoff = cutoff,
            Retrain = retrain,
            QuantizeNorm = norm,
            QuantizeOutput = output,
            SubvectorDimension = width,
            Epochs = retrain ? 2 : 5,
            LearningRate = retrain ? 0.2f : 0.05
        };
        FastTextModel model = FastTextQuantizer.Quantize(FastTextModel.Load(Path.ChangeExtension(file, ".bin")), options, training,
            cancellationToken: TestContext.Current.CancellationToken);
        string ours = Path.Combine(program.Folder, name + "-ours.ftz");
        model.Save(ours);
        Assert.Equal(new FileInfo(file).Length, new FileInfo(ours).Length);
        // The program lists pruned n-grams in the order of its hash table; everything else is equal.
        if (cutoff == 0) Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(ours));
        foreach (((string, double)[] left, (string, double)[] right) in program.Predict(file, 3, 0).Zip(program.Predict(ours, 3, 0))) Assert.Equal(left, right);
    }
}
