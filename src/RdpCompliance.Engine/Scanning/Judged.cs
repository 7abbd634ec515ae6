using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>A reported verdict with what is kept of the subject that it is about: the realm of the subject is forgotten.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Deployment">Where a resource is deployed; <see langword="null"/> for things that no template deploys.</param>
internal sealed record Judged(SubjectId Id, string Kind, JudgementMode Mode, DeploymentTrace? Deployment, Finding Finding)
{
    public static Judged Of(Subject subject, Finding finding) =>
        new(
            subject.Id,
            subject.Kind.Name,
            subject.Mode,
            subject.Deployment is { } deployment ? new(deployment.Name, deployment.Id.World, deployment.Worlds) : null,
            finding);
}

/// <summary>The deployment of a judged resource.</summary>
/// <param name="EntryPoint">The name of its source.</param>
/// <param name="Worlds">The number of worlds that the entry point has.</param>
internal sealed record DeploymentTrace(string EntryPoint, string? World, int Worlds);
