using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>What can be wrong with an ARM template besides its JSON and its expressions.</summary>
public static class ArmDiagnostics
{
    public static readonly DiagnosticDescriptor WrongShape = new("RDP0225", DiagnosticEffect.Damage, "'{0}' is {1}; {2} was wanted.");

    public static readonly DiagnosticDescriptor Incomplete = new("RDP0226", DiagnosticEffect.Damage, "The {0} has no '{1}'.");

    public static readonly DiagnosticDescriptor CopyCount = new("RDP0227", DiagnosticEffect.Damage, "The loop runs {0} times; 0 to {1} times was wanted.");

    public static readonly DiagnosticDescriptor TooMany = new(
        "RDP0228",
        DiagnosticEffect.Refusal,
        "The template deploys more than {0} {1}; those from here on were not read.");

    public static readonly DiagnosticDescriptor NameParts = new(
        "RDP0229",
        DiagnosticEffect.Damage,
        "The name '{0}' does not have as many parts as the type '{1}'.");

    public static readonly DiagnosticDescriptor LinkNotFound = new(
        "RDP0230",
        DiagnosticEffect.Gap,
        "The linked template '{0}' is not below the scanned folders; what it deploys is not known.");

    public static readonly DiagnosticDescriptor LinkReplaced = new("RDP0231", DiagnosticEffect.Note, "'{0}' was read for the linked template '{1}'.");

    public static readonly DiagnosticDescriptor DeploysItself = new(
        "RDP0232",
        DiagnosticEffect.Damage,
        "The template '{0}' deploys itself, directly or by others.");

    public static readonly DiagnosticDescriptor TooDeep = new("RDP0233", DiagnosticEffect.Damage, "Deployments are nested deeper than {0} levels here.");

    public static readonly DiagnosticDescriptor WorldsLimited = new(
        "RDP0234",
        DiagnosticEffect.Note,
        "The {1} allowed values of parameter '{0}' were not tried, because that would make more than {2} combinations.");

    public static readonly DiagnosticDescriptor NotAllowed = new(
        "RDP0235",
        DiagnosticEffect.Note,
        "The value of parameter '{0}' is none of its allowed values.");

    public static readonly DiagnosticDescriptor LinkedFileMissing = new(
        "RDP0241",
        DiagnosticEffect.Damage,
        "The linked file '{0}' is not there, or not below the scanned folders; what it holds is not known.");

    public static readonly DiagnosticDescriptor ParametersNotFound = new(
        "RDP0237",
        DiagnosticEffect.Gap,
        "The linked parameter file '{0}' is not below the scanned folders; the values that it gives are not known.");

    public static readonly DiagnosticDescriptor TooManyFiles = new(
        "RDP0238",
        DiagnosticEffect.Refusal,
        "The template has more than {0} parameter files; from '{1}' on they were not read.");

    public static readonly DiagnosticDescriptor NoSuchParameter = new("RDP0236", DiagnosticEffect.Note, "'{0}' is no parameter of the template.");

    public static readonly DiagnosticDescriptor TemplateNotKnown = new(
        "RDP0239",
        DiagnosticEffect.Gap,
        "The template of deployment '{0}' is not known, because {1} is not; neither is what it deploys.");

    public static readonly DiagnosticDescriptor Compiled = new(
        "RDP0240",
        DiagnosticEffect.Note,
        "'{0}' was compiled from '{1}', which is judged in its place.");
}
