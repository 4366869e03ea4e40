"""Sentences for judging: thresholds, ranking, evaluation cycles and what is said in them."""

from collections.abc import Mapping
from typing import Final

from ipdesk.text.i18n import N_

SENTENCES: Final[Mapping[str, str]] = {
    "ranking_off": N_(
        "Ranking is switched off in this office. If it is wanted, switch it on (ipdesk policy set --ranking on)."
    ),
    "ranking_unknown": N_("“{name}” is no indicator of which several districts have a target of their own."),
    "trend_unknown": N_("“{name}” is no target here. Write its name or id, and --unit for a district's own."),
    # evaluation cycles
    "cycle_exists": N_(
        "The evaluation {name} was begun before and stands on what was held then. To cut it off anew, say so (--again)."
    ),
    "cycle_period": N_("{period:period} does not lie in the years of {plan}. Choose a period of the plan."),
    "cycle_unknown": N_("There is no evaluation {name} here (known: {known}). Begin one (ipdesk assess start)."),
    "cycle_unclear": N_("Several evaluations are under way: {known}. Say which one (--cycle NAME)."),
    "task_unknown": N_("“{name}” is no task of this plan."),
    "assessment_subject_unknown": N_(
        "“{name}” is nothing that this evaluation is about. The list says what is (ipdesk assess show)."
    ),
    "subject_unclear": N_("“{name}” fits several things: {known}. Write one of these."),
    "ground_missing": N_("{name}: a word needs its ground. Nothing was written; say on what it rests."),
    "proposed_not_target": N_("{name} is no target: no value can be proposed for it. Write the adjustment in words."),
    "evaluator_unnamed": N_("Say who evaluates: the evaluation names no third party (--evaluator NAME)."),
    "word_unchanged": N_("{name}: that was said already, in these words. Nothing was changed."),
    "assessment_unknown": N_(
        "There is no assessment {id} in this evaluation. The list gives the numbers (ipdesk assess show)."
    ),
    "nothing_proposed": N_("The assessment {id} proposes no value, so there is nothing to approve."),
    "adjustment_decided": N_("The proposal {id} was decided before. Nothing was changed."),
    "adjustment_basis_missing": N_(
        "{name}: a target is changed only by whoever may, and with a document. Nothing was changed; name the approval "
        "(--basis)."
    ),
    "decline_reason": N_("The proposal {id}: say why it is not followed. Nothing was changed."),
    "target_gone": N_("{name} is no longer in force, so it can't be adjusted."),
    "target_as_proposed": N_("{name}: the target has the proposed value already. Nothing was changed."),
    "not_evaluator": N_(
        "This is no evaluator's copy. What an evaluator says is sent back from the copy that he was given."
    ),
    "nothing_assessed": N_("Nothing has been said in {cycle} yet, so there is nothing to send back."),
    "evaluation_taken": N_("{file}: {count} assessments by the evaluator were received."),
    "evaluation_nothing": N_("{file} holds no assessment by an evaluator. It is kept aside; nothing of it was taken."),
    "evaluation_no_cycle": N_(
        "{file} belongs to an evaluation that was not begun here. It is kept aside; take in your colleague's bundle "
        "first."
    ),
    "evaluation_only": N_(
        "{count} parts were no assessments: an evaluator may write nothing else. They were left out."
    ),
    "evaluation_sealed": N_("Sealed with the evaluator's key {kid:fingerprint}; read it to him on the telephone."),
    "evaluation_unsealed": N_("{file} is not sealed, or its seal does not fit. Ask the evaluator whether it is his."),
    "policy_early": N_(
        "Counts and months cannot be below 0, nor the first months above {most}, and the share of units lies between 0 "
        "and 100. Nothing was changed."
    ),
}
