"""Routes: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("rosters.accounts.urls")),
    path("accounts/", include("rosters.accounts.sign_in_urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("rosters/units/reforms/", include("rosters.reforms.urls")),
    path("rosters/units/", include("rosters.units.urls")),
    path("rosters/people/", include("rosters.people.urls")),
    path("rosters/import/", include("rosters.intake.urls")),
    path("rosters/reporting/", include("rosters.reporting.urls")),
    path("rosters/", include("rosters.cohorts.urls")),
    path("bank/import/", include("questionbank.exchange.urls")),
    path("bank/lists/", include("questionbank.syllabus.urls")),
    path("laws/", include("questionbank.laws.urls")),
    path("bank/", include("questionbank.questions.urls")),
    path("exams/", include("quiz.assembly.urls")),
    path("exams/", include("quiz.scheduling.urls")),
    path("exams/", include("quiz.marking.urls")),
    path("exams/", include("quiz.official.urls")),
    path("", include("quiz.results.urls")),
    path("exams/", include("quiz.coverage.urls")),
    path("cards/", include("quiz.clearance.urls")),
    path("", include("quiz.privacy.urls")),
    path("", include("quiz.delivery.urls")),
    path("", include("quiz.desk.urls")),
]
