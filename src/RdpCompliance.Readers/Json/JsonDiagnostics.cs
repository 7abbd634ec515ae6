using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Json;

/// <summary>What <see cref="LocatedJson"/> can say of a text.</summary>
public static class JsonDiagnostics
{
    public static readonly DiagnosticDescriptor NoValue = new(
        "RDP0200",
        DiagnosticEffect.Refusal,
        "The text holds no JSON value; an object or array was wanted.");

    public static readonly DiagnosticDescriptor Unexpected = new("RDP0201", DiagnosticEffect.Damage, "'{0}' stands where {1} was wanted.");

    public static readonly DiagnosticDescriptor Missing = new("RDP0202", DiagnosticEffect.Damage, "{1} is missing before '{0}'.");

    public static readonly DiagnosticDescriptor Unclosed = new("RDP0203", DiagnosticEffect.Damage, "'{0}' is never closed; the text ends before its '{1}'.");

    public static readonly DiagnosticDescriptor UnclosedString = new(
        "RDP0204",
        DiagnosticEffect.Damage,
        "The string '{0}' has no closing quote; it was read to the end of its line.");

    public static readonly DiagnosticDescriptor BadEscape = new("RDP0205", DiagnosticEffect.Damage, "'{0}' is no escape sequence of JSON.");

    public static readonly DiagnosticDescriptor BadLiteral = new(
        "RDP0206",
        DiagnosticEffect.Damage,
        "'{0}' is no JSON value; a string, number, true, false, null, object or array was wanted.");

    public static readonly DiagnosticDescriptor TooDeep = new(
        "RDP0207",
        DiagnosticEffect.Damage,
        "The value is nested deeper than {0} levels and was not read.");

    public static readonly DiagnosticDescriptor TooMany = new(
        "RDP0208",
        DiagnosticEffect.Refusal,
        "The text holds more than {0} values; reading stopped here.");

    public static readonly DiagnosticDescriptor MoreErrors = new(
        "RDP0209",
        DiagnosticEffect.Damage,
        "More than {0} errors; those after this place are not listed.");
}
