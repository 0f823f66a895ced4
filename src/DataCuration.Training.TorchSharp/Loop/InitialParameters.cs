using System.Globalization;
using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>The parameters that a training starts from: random ones, or those of <see cref="TrainingOptions.InitialModel"/>.</summary>
internal static class InitialParameters
{
    /// <summary>Sets the parameters of a training at its first step, also those of an adapter.</summary>
    /// <exception cref="ArgumentException">The initial model has other dimensions or another encoder.</exception>
    public static void Set(TrainedModel model, TrainingRequest request)
    {
        Set(model.Parameters, request);
        if (model.Adapter is not null) model.Trained.Initialize(request.Options.Seed);
    }

    /// <summary>Sets the parameters of the model that a training starts from.</summary>
    /// <exception cref="ArgumentException">The initial model has other dimensions or another encoder.</exception>
    public static void Set(ParameterStore parameters, TrainingRequest request)
    {
        if (request.Options.InitialModel is not { } folder)
        {
            parameters.Initialize(request.Options.Seed);
            return;
        }
        if (FindCheckpoint(folder) is { } checkpoint)
        {
            CheckpointManifest manifest = CheckpointFolder.ReadManifest(checkpoint);
            if (manifest.EncoderFingerprint is { } own && request.Tokens.EncoderFingerprint is { } other && own != other)
                throw new ArgumentException($"The initial model '{checkpoint}' has another encoder ({own}) than the training tokens ({other}).");
            Check(checkpoint, manifest.Model, request.Model, parameters);
            CheckpointFolder.ReadModel(checkpoint, manifest, parameters);
            return;
        }
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder);
        DecoderOptions options = ModelConversion.ToOptions(files.Configuration);
        Check(folder, options, request.Model, parameters);
        ModelParameters.Read(files.Configuration, files.Tensors, options, parameters);
    }

    /// <summary>Returns the hash of the initial model's parameters; null without one.</summary>
    public static string? Hash(TrainingOptions options)
    {
        if (options.InitialModel is not { } folder) return null;
        if (FindCheckpoint(folder) is { } checkpoint) return CheckpointFolder.ModelHash(checkpoint, CheckpointFolder.ReadManifest(checkpoint));
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder);
        return ModelHash.Compute(files);
    }

    /// <summary>Returns the origin of a training's initial model; null without one, and for a model that was trained from random parameters.</summary>
    public static ModelOrigin? Origin(TrainingOptions options)
    {
        if (options.InitialModel is not { } folder) return null;
        return FindCheckpoint(folder) is { } checkpoint ? ModelOrigin.ReadCheckpoint(checkpoint, CheckpointFolder.ReadManifest(checkpoint))
            : ModelOrigin.Read(folder);
    }

    /// <summary>Names settings of the initial model that the training changes, and that a training may change.</summary>
    public static IReadOnlyList<string> Warnings(TrainingRequest request)
    {
        if (request.Options.InitialModel is not { } folder) return [];
        DecoderOptions before = OptionsOf(folder), now = request.Model;
        return
        [
            .. Differences(folder, (nameof(DecoderOptions.RopeTheta), before.RopeTheta, now.RopeTheta),
                (nameof(DecoderOptions.RopeScaling), before.RopeScaling, now.RopeScaling)),
        ];
    }

    private static DecoderOptions OptionsOf(string folder)
    {
        if (FindCheckpoint(folder) is { } checkpoint) return CheckpointFolder.ReadManifest(checkpoint).Model;
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder);
        return ModelConversion.ToOptions(files.Configuration);
    }

    private static IEnumerable<string> Differences(string folder, params (string Name, object? Before, object? Now)[] settings) =>
        from setting in settings
        where !Equals(setting.Before, setting.Now)
        select string.Create(CultureInfo.InvariantCulture,
            $"The initial model '{folder}' has {setting.Name} {setting.Before ?? "none"}, and the model to train {setting.Now ?? "none"}.");

    /// <summary>Returns the checkpoint of an initial model; null for a folder of Hugging Face.</summary>
    public static string? FindCheckpoint(string folder) => CheckpointFolder.IsCheckpoint(folder) ? folder : CheckpointFolder.FindLatest(folder);

    // The context length and rotary positions may change: a training for longer contexts changes them.
    private static void Check(string folder, DecoderOptions options, DecoderOptions model, ParameterStore parameters)
    {
        var layout = new ParameterLayout(options);
        IReadOnlyList<ParameterShape> wanted = parameters.Layout.Shapes;
        for (int i = 0; i < Math.Max(wanted.Count, layout.Shapes.Count); i++)
        {
            string found = i < layout.Shapes.Count ? Text(layout.Shapes[i]) : "no parameter";
            string needed = i < wanted.Count ? Text(wanted[i]) : "no parameter";
            if (found != needed)
                throw new ArgumentException($"The initial model '{folder}' has other dimensions: {found}, where the model to train has {needed}.");
        }
        // These change no shape, or not always.
        foreach (string difference in Differences(folder, (nameof(options.Heads), options.Heads, model.Heads),
            (nameof(options.KeyValueHeads), options.KeyValueHeads, model.KeyValueHeads), (nameof(options.HeadWidth), options.HeadWidth, model.HeadWidth),
            (nameof(options.NormEpsilon), options.NormEpsilon, model.NormEpsilon)))
            throw new ArgumentException(difference);

        static string Text(ParameterShape shape) => $"{shape.Name} [{string.Join(", ", shape.Dimensions)}]";
    }
}
