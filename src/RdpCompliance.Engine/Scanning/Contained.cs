using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>A fault of the program in one reader, derivation or rule: that input is damaged, and the rest is judged.</summary>
internal static class Contained
{
    private const string Issues = "https://github.com/rdpcompliance/rdpcompliance/issues";

    private static readonly DiagnosticDescriptor Fault = new(
        "RDP0008", DiagnosticEffect.Damage, "A fault of this program, {0}, ended {1}; what else there is was judged. Please report it at {2}.");

    /// <summary>Whether a fault ends only the work on one input: not a cancelled run, a disk that fails, or a process without memory.</summary>
    public static bool Holds(Exception fault) => fault is not (OperationCanceledException or IOException or OutOfMemoryException);

    /// <param name="what">What was at work: "the reader reg-file", "RDP1002".</param>
    public static Diagnostic Of(Exception fault, string what, Location place) => new(Fault, place, $"{fault.GetType().Name}: {fault.Message}", what, Issues);
}
