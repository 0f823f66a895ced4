using System.Reflection;
using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class NumberOperationsTests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Dictionary<MethodBase, bool> Known = [];

    [Fact]
    public void AllMethods_NumbersForTorch_LiveUntilItReturns()
    {
        var found = new List<string>();
        int conversions = 0;
        foreach (Type type in typeof(TorchSharpBackend).Assembly.GetTypes())
        {
            foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            {
                foreach (MethodBase called in Calls(method).Where(MakesNumber))
                {
                    // There, numbers become objects with a name. Other methods of TorchSharp that make one inside are as wrong as elsewhere.
                    if (type == typeof(NumberOperations) && called.DeclaringType == typeof(Scalar)) conversions++;
                    else found.Add($"{type.Name}.{method.Name} calls {called.DeclaringType!.Name}.{called.Name}, whose number may be freed too early");
                }
            }
        }
        Assert.Empty(found);
        Assert.True(conversions >= 10, "The search does not even find the conversions of NumberOperations.");
    }

    [Fact]
    public void AllOperations_SmallTensors_EqualArithmetic()
    {
        using DisposeScope scope = NewDisposeScope();
        static Tensor X() => tensor(new float[] { 1, -2, 4 });
        Tensor y = tensor(new float[] { 3, 5, -1 });
        Equal([2.5f, -5, 10], X().Times(2.5));
        Equal([2.5f, -5, 10], X().TimesInPlace(2.5));
        Equal([.25f, -.5f, 1], X().Over(4));
        Equal([1.5f, -1.5f, 4.5f], X().Plus(.5));
        Equal([1.5f, -1.5f, 4.5f], X().PlusInPlace(.5));
        Equal([4, 3, 3], X().Plus(y));
        Equal([4, 3, 3], X().PlusInPlace(y));
        Equal([7, 8, 2], X().PlusInPlace(y, 2));
        Equal([7, -22, -4], X().PlusProductInPlace(y, X(), 2));
        Equal([7, -7, 3.5f], X().PlusQuotientInPlace(tensor(new float[] { 3, 5, .25f }), tensor(new float[] { 1, -2, -1 }), 2));
        Equal([1, 4, 16], X().Squared());
        Equal([1, -2, 2], X().AtMostInPlace(2));

        static void Equal(float[] expected, Tensor actual) => Assert.Equal(expected, actual.data<float>().ToArray());
    }

    // Whether a method of TorchSharp, or one that it calls, turns a number into a native object.
    private static bool MakesNumber(MethodBase method)
    {
        if (method.DeclaringType == typeof(Scalar)) return method.Name == "op_Implicit";
        if (method.DeclaringType?.Assembly != typeof(Scalar).Assembly) return false;
        if (Known.TryGetValue(method, out bool known)) return known;
        Known[method] = false; // ends the search in methods that call each other
        return Known[method] = Calls(method).Any(MakesNumber);
    }

    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? types = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        Type[]? arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int i = 0; i + 4 < code.Length; i++)
        {
            // call and callvirt, with a token of a method. Other bytes that look alike name no method, or one more than there is.
            int token = BitConverter.ToInt32(code, i + 1);
            if (code[i] is not (0x28 or 0x6F) || token >>> 24 is not (0x06 or 0x0A or 0x2B)) continue;
            MethodBase? called = null;
            try
            {
                called = method.Module.ResolveMethod(token, types, arguments);
            }
            catch (Exception e) when (e is ArgumentException or BadImageFormatException)
            {
                // These bytes were no call.
            }
            if (called is not null) yield return called;
        }
    }
}
