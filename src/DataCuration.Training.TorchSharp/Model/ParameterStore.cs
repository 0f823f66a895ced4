using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Holds all parameters in one flat tensor, with a view for each parameter, and the gradients likewise. The optimizer then needs a dozen operations per step
/// instead of a dozen per parameter, and autograd adds to the gradients in place.
/// </summary>
internal sealed class ParameterStore : IDisposable
{
    private readonly Dictionary<string, Tensor> views = new(StringComparer.Ordinal);
    private readonly List<Tensor> gradientViews = [];

    public ParameterStore(ParameterLayout layout, Device device, bool withGradients)
    {
        Layout = layout;
        // The views between a parameter and the flat tensor share its memory, and would keep it until the garbage collector finds them.
        using IDisposable scope = NewDisposeScope();
        Values = zeros(layout.Count, dtype: ScalarType.Float32, device: device).DetachFromDisposeScope();
        if (withGradients) Gradients = zeros_like(Values).DetachFromDisposeScope();
        foreach (ParameterShape shape in layout.Shapes)
        {
            Tensor view = View(Values, shape).detach().DetachFromDisposeScope();
            if (Gradients is not null)
            {
                view.requires_grad_(true);
                Tensor gradient = View(Gradients, shape).DetachFromDisposeScope();
                view.grad = gradient;
                gradientViews.Add(gradient);
            }
            views.Add(shape.Name, view);
        }
    }

    public ParameterLayout Layout { get; }

    /// <summary>All parameters.</summary>
    public Tensor Values { get; }

    /// <summary>All gradients; null if the model is not trained.</summary>
    public Tensor? Gradients { get; }

    public Tensor this[string name] => views[name];

    /// <summary>Returns a parameter's part of a flat tensor as a view in the parameter's shape.</summary>
    public static Tensor View(Tensor flat, ParameterShape shape) => flat.narrow(0, shape.Offset, shape.Count).view(shape.Dimensions);

    /// <summary>
    /// Draws the initial values. They are not drawn by torch, so that a seed gives the same values on CPU and GPU and with every version of torch. Logarithm
    /// and sine come from the system's math library: on another system, the last bits may differ.
    /// </summary>
    public void Initialize(ulong seed)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable guard = no_grad();
        foreach (ParameterShape shape in Layout.Shapes)
        {
            var values = new float[shape.Count];
            if (shape.InitialBound > 0) FillUniform(values, shape.InitialBound, SeededRandom.Create(seed, "initial parameters", shape.Name));
            else if (shape.InitialDeviation == 0) Array.Fill(values, shape.InitialValue);
            else FillNormal(values, shape.InitialDeviation, SeededRandom.Create(seed, "initial parameters", shape.Name));
            View(Values, shape).copy_(tensor(values, shape.Dimensions));
        }
    }

    public void Dispose()
    {
        foreach (Tensor view in views.Values) view.Dispose();
        foreach (Tensor view in gradientViews) view.Dispose();
        Values.Dispose();
        Gradients?.Dispose();
    }

    private static void FillUniform(float[] values, double bound, SeededRandom random)
    {
        for (int i = 0; i < values.Length; i++) values[i] = (float)(bound * (2 * random.NextDouble() - 1));
    }

    // Box and Muller 1958: two uniform numbers give two normal numbers.
    private static void FillNormal(float[] values, double deviation, SeededRandom random)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(radius * cosine);
            if (i + 1 < values.Length) values[i + 1] = (float)(radius * sine);
        }
    }
}
