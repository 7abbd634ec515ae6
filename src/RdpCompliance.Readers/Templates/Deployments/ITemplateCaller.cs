using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// Another language whose files deploy ARM templates, or are compiled to them: what they say of a template decides whether it is judged by itself.
/// </summary>
public interface ITemplateCaller
{
    /// <summary>Whether a file of the tree deploys the template: then it is judged as that file deploys it.</summary>
    bool IsDeployed(SourceTree tree, Source template);

    /// <summary>The file that a compiled template is the output of, if that file can be judged in its place.</summary>
    /// <returns><see langword="null"/> when there is none, or it needs files that are not at hand and that the compiled template holds.</returns>
    Source? WrittenAs(SourceTree tree, Source template);
}
