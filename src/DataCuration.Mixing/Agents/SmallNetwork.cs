namespace DataCuration.Mixing;

/// <summary>
/// A network of two hidden layers with rectifiers and one output, trained by Adam (Kingma and Ba 2015). All sums are in a fixed order, and no function of the C
/// library is used, so that the same seed gives the same bits on every machine.
/// </summary>
internal sealed class SmallNetwork
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private readonly int inputs, hidden;
    private readonly double[] parameters, gradients, first, second;
    private readonly double[] one, two, deltaOne, deltaTwo;
    private readonly int biasOne, layerTwo, biasTwo, layerThree, biasThree;
    private double power1 = 1, power2 = 1;

    public SmallNetwork(int inputs, int hidden, ulong seed)
    {
        this.inputs = inputs;
        this.hidden = hidden;
        biasOne = inputs * hidden;
        layerTwo = biasOne + hidden;
        biasTwo = layerTwo + (hidden * hidden);
        layerThree = biasTwo + hidden;
        biasThree = layerThree + hidden;
        parameters = new double[biasThree + 1];
        gradients = new double[parameters.Length];
        first = new double[parameters.Length];
        second = new double[parameters.Length];
        one = new double[hidden];
        two = new double[hidden];
        deltaOne = new double[hidden];
        deltaTwo = new double[hidden];
        // He's initialization: variance 2 / inputs.
        var random = SeededRandom.Create(seed, "small-network", "");
        Fill(parameters.AsSpan(0, biasOne), inputs, ref random);
        Fill(parameters.AsSpan(layerTwo, hidden * hidden), hidden, ref random);
        Fill(parameters.AsSpan(layerThree, hidden), hidden, ref random);
    }

    /// <summary>False if a parameter is NaN or infinite.</summary>
    public bool IsFinite => Array.TrueForAll(parameters, double.IsFinite);

    /// <summary>Copies the parameters of another network of the same size.</summary>
    public void CopyFrom(SmallNetwork other) => other.parameters.CopyTo(parameters, 0);

    /// <summary>Computes the output, and keeps the hidden values for <see cref="AddGradient"/>.</summary>
    public double Evaluate(ReadOnlySpan<double> input)
    {
        for (int i = 0; i < hidden; i++)
            one[i] = Math.Max(0, parameters[biasOne + i] + Dot(parameters.AsSpan(i * inputs, inputs), input));
        double result = parameters[biasThree];
        for (int i = 0; i < hidden; i++)
        {
            two[i] = Math.Max(0, parameters[biasTwo + i] + Dot(parameters.AsSpan(layerTwo + (i * hidden), hidden), one));
            result += parameters[layerThree + i] * two[i];
        }
        return result;
    }

    /// <summary>Adds the gradient of a loss for the input that was evaluated last.</summary>
    /// <param name="input">That input.</param>
    /// <param name="slope">The derivative of the loss by the output.</param>
    public void AddGradient(ReadOnlySpan<double> input, double slope)
    {
        if (slope == 0) return;
        gradients[biasThree] += slope;
        Array.Clear(deltaOne);
        for (int i = 0; i < hidden; i++)
        {
            gradients[layerThree + i] += slope * two[i];
            deltaTwo[i] = two[i] > 0 ? slope * parameters[layerThree + i] : 0;
            if (deltaTwo[i] == 0) continue;
            gradients[biasTwo + i] += deltaTwo[i];
            int row = layerTwo + (i * hidden);
            for (int j = 0; j < hidden; j++)
            {
                gradients[row + j] += deltaTwo[i] * one[j];
                deltaOne[j] += deltaTwo[i] * parameters[row + j];
            }
        }
        for (int i = 0; i < hidden; i++)
        {
            if (one[i] <= 0 || deltaOne[i] == 0) continue;
            gradients[biasOne + i] += deltaOne[i];
            for (int j = 0; j < inputs; j++) gradients[(i * inputs) + j] += deltaOne[i] * input[j];
        }
    }

    /// <summary>Makes a step of Adam with the gradients so far, and clears them.</summary>
    public void Step(double learningRate)
    {
        power1 *= Beta1;
        power2 *= Beta2;
        for (int i = 0; i < parameters.Length; i++)
        {
            first[i] = (Beta1 * first[i]) + ((1 - Beta1) * gradients[i]);
            second[i] = (Beta2 * second[i]) + ((1 - Beta2) * gradients[i] * gradients[i]);
            parameters[i] -= learningRate * (first[i] / (1 - power1)) / (Math.Sqrt(second[i] / (1 - power2)) + Epsilon);
            gradients[i] = 0;
        }
    }

    private static void Fill(Span<double> weights, int inputs, ref SeededRandom random)
    {
        double scale = Math.Sqrt(2.0 / inputs);
        foreach (ref double weight in weights) weight = scale * NormalDraws.Next(ref random);
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
