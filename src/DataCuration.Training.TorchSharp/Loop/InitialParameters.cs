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
            CheckShapes(checkpoint, manifest.Model, parameters);
            CheckpointFolder.ReadModel(checkpoint, manifest, parameters);
            return;
        }
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder);
        DecoderOptions options = ModelConversion.ToOptions(files.Configuration);
        CheckShapes(folder, options, parameters);
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

    private static string? FindCheckpoint(string folder) => CheckpointFolder.IsCheckpoint(folder) ? folder : CheckpointFolder.FindLatest(folder);

    // Other options, such as the context length or the base of positions, may change when a training continues.
    private static void CheckShapes(string folder, DecoderOptions options, ParameterStore parameters)
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

        static string Text(ParameterShape shape) => $"{shape.Name} [{string.Join(", ", shape.Dimensions)}]";
    }
}
