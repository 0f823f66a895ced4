using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>The initial model of a training with distillation. With an adapter, it shares the frozen weights.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly ParameterStore? own;
    private readonly Decoder decoder;

    public Teacher(TrainingRequest request, TrainedModel model, Device device)
    {
        if (model.Adapter is null)
        {
            own = new ParameterStore(model.Parameters.Layout, device, withGradients: false);
            InitialParameters.Set(own, request);
        }
        decoder = new Decoder(request.Model, own ?? model.Parameters, request.Options.Precision == TrainingPrecision.BFloat16);
    }

    /// <summary>Returns the logits of a batch, without gradients.</summary>
    public Tensor Logits(Tensor inputs_N, RowSegments segments)
    {
        using IDisposable guard = no_grad();
        return decoder.Logits(inputs_N, segments);
    }

    public void Dispose()
    {
        decoder.Dispose();
        own?.Dispose();
    }
}
