using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Bicep;

/// <summary>What can be wrong with Bicep files.</summary>
public static class BicepDiagnostics
{
    public static readonly DiagnosticDescriptor Syntax = new("RDP0250", DiagnosticEffect.Damage, "{0} was found where {1} is wanted ({2}).");

    public static readonly DiagnosticDescriptor MoreErrors = new("RDP0251", DiagnosticEffect.Damage, "{0} more syntax errors follow and are not listed.");

    public static readonly DiagnosticDescriptor TooLarge = new(
        "RDP0252",
        DiagnosticEffect.Refusal,
        "The file has {0} characters and was not read; at most {1} are.");

    public static readonly DiagnosticDescriptor DeclaredTwice = new(
        "RDP0253",
        DiagnosticEffect.Damage,
        "'{0}' is declared before; a name of its own was wanted.");

    public static readonly DiagnosticDescriptor ResourceType = new(
        "RDP0254",
        DiagnosticEffect.Damage,
        "'{0}' is no resource type; '<provider>/<type>@<api version>' was wanted.");

    public static readonly DiagnosticDescriptor NoFile = new(
        "RDP0255",
        DiagnosticEffect.Damage,
        "The file '{0}' is not there, or not below the scanned folders; what it holds is not known.");

    public static readonly DiagnosticDescriptor NotRestored = new(
        "RDP0256",
        DiagnosticEffect.Gap,
        "Module '{0}' is not in the module cache; its resources are not known until 'bicep restore' has fetched it.");

    public static readonly DiagnosticDescriptor Reference = new("RDP0257", DiagnosticEffect.Damage, "'{0}' was found where {1} was wanted.");

    public static readonly DiagnosticDescriptor NotExported = new("RDP0258", DiagnosticEffect.Damage, "'{0}' is not exported by '{1}'.");

    public static readonly DiagnosticDescriptor Cycle = new("RDP0259", DiagnosticEffect.Damage, "'{0}' leads back to this file.");

    public static readonly DiagnosticDescriptor NotLoaded = new("RDP0260", DiagnosticEffect.Damage, "'{0}' cannot be loaded: {1}.");

    public static readonly DiagnosticDescriptor NoParameter = new("RDP0261", DiagnosticEffect.Damage, "'{0}' is no parameter of '{1}'.");

    public static readonly DiagnosticDescriptor NoValue = new(
        "RDP0262",
        DiagnosticEffect.Damage,
        "Parameter '{0}' of '{1}' is given no value and has no default.");

    public static readonly DiagnosticDescriptor TooDeep = new(
        "RDP0263",
        DiagnosticEffect.Refusal,
        "Modules are nested deeper than {0} levels; '{1}' was not read.");

    public static readonly DiagnosticDescriptor TooMany = new(
        "RDP0264",
        DiagnosticEffect.Refusal,
        "The file deploys more than {0} {1}; those from here on were not read.");

    public static readonly DiagnosticDescriptor NotAllowed = new("RDP0265", DiagnosticEffect.Note, "'{0}' is none of the allowed values of parameter '{1}'.");

    public static readonly DiagnosticDescriptor WorldsLimited = new(
        "RDP0266",
        DiagnosticEffect.Note,
        "The {1} allowed values of parameter '{0}' were not tried, because that would make more than {2} combinations.");

    public static readonly DiagnosticDescriptor NoUsing = new(
        "RDP0268",
        DiagnosticEffect.Damage,
        "The parameters file '{0}' has no 'using'; the template that it gives values to was wanted.");

    public static readonly DiagnosticDescriptor WrongType = new("RDP0269", DiagnosticEffect.Damage, "Parameter '{0}' is given {1}; its type is '{2}'.");
}
