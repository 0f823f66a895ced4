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

    /// <summary>Returns the results of the blocks for a batch, without gradients.</summary>
    public Tensor Blocks(Tensor inputs_N, RowSegments segments)
    {
        using IDisposable guard = no_grad();
        return decoder.Blocks(inputs_N, segments);
    }

    /// <summary>Returns the logits of some positions, without gradients.</summary>
    public Tensor Logits(Tensor x_NC, long first, long count)
    {
        using IDisposable guard = no_grad();
        return decoder.Logits(x_NC, first, count);
    }

    public void Dispose()
    {
        decoder.Dispose();
        own?.Dispose();
    }
}
